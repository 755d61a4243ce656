/**
 * {@code --check} of both programs: items that are looked at side by side under one deadline, and
 * the table of what was found. Nothing here changes anything.
 */
package dev.invoices.check;
