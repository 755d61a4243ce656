package dev.invoices.benchmark;

/** The least that a Java program can do: the floor of every start. */
public final class Hello {

  private Hello() {}

  /** Says it. */
  public static void main(String[] args) {
    System.out.println("hello");
  }
}
