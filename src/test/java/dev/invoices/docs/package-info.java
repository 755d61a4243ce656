/** What keeps the documents true: they are compared with the code, the build and each other. */
package dev.invoices.docs;
