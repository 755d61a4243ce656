/**
 * Which decision of a person counts: taken in as it arrives, checked against what the person was
 * shown and asked, the first one first. Part of the workflow, so deterministic. Imports {@code
 * invoice}, {@code temporal}, {@code json}, {@code text} and how a timer is displayed.
 */
package dev.invoices.workflow.decision;
