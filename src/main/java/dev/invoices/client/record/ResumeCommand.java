package dev.invoices.client.record;

import java.util.List;

/**
 * A command of Temporal's CLI with which an operator resumes what was paused.
 *
 * @param text what is entered into a shell
 * @param placeholders the words in it that the operator has to replace first, such as {@code
 *     WORKFLOW_ID}; none if it is ready
 */
public record ResumeCommand(String text, List<String> placeholders) {}
