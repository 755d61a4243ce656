/** How much is read of what strangers may have made huge: page after page, and not without end. */
package dev.invoices.client.paging;
