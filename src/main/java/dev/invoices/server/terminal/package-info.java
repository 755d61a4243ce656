/** What a person enters at a terminal so that a program there finds what this server finds. */
package dev.invoices.server.terminal;
