/**
 * Text for people and models: text that strangers may have written, made safe to show, and the
 * wording that several rooms share. Imports nothing of this product.
 */
package dev.invoices.text;
