/** What one conversation knows: who calls, what was shown, and how a person is asked. */
package dev.invoices.server.conversation;
