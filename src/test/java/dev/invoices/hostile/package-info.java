/** Input made to break things, each piece knowing what must become of it. */
package dev.invoices.hostile;
