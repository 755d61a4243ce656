package dev.invoices.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a test class that compares results with golden files: its tests belong to the group {@code
 * results}, and fail when they record. {@link GoldenResult} says how to record.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("results")
@ExtendWith(GoldenResult.class)
public @interface ComparesResults {}
