package dev.invoices.check;

import java.util.Optional;

/** The version of the product, by which a server tells whether a worker fits it. */
public final class ProductVersion {

  /** The name that a worker gives to Temporal beside its version. */
  public static final String PRODUCT = "invoice-processor";

  private ProductVersion() {}

  /** That of the jar from which this program runs; empty when it runs from its classes. */
  public static Optional<String> ofThisJar() {
    return Optional.ofNullable(ProductVersion.class.getPackage().getImplementationVersion());
  }
}
