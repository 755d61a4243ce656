/** An agent that may call whatever it likes, and must not decide with it. */
package dev.invoices.server.agent;
