package dev.invoices.temporal;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Temporal's Web UI, where a browser shows each workflow.
 *
 * @param address of its first page, without a slash at the end
 * @param namespace the one of the invoices
 */
public record WebUi(URI address, String namespace) {

  /** The variable that holds its address. */
  public static final String NAME = "INVOICE_WEB_UI";

  /** Its value where there is no Web UI, or none that people can open. */
  private static final String NONE = "none";

  /** Where the dev server has it by default: this much above the port of Temporal itself. */
  private static final int ABOVE_TEMPORAL = 1_000;

  private static final int MAX_PORT = 65_535;

  private static final Pattern OWN_MACHINE =
      Pattern.compile(
          "(?:localhost|127\\.0\\.0\\.1|\\[::1]):([0-9]{1,5})", Pattern.CASE_INSENSITIVE);

  /**
   * A host, which may have an underscore, as the names of services in Docker Compose do, and for
   * which {@link URI} has no host then; perhaps a port. A user is no part of it.
   */
  private static final Pattern AUTHORITY =
      Pattern.compile("(?:[\\p{Alnum}_.-]+|\\[[^@]+])(?::[0-9]*)?");

  private static final Set<String> SCHEMES = Set.of("http", "https");

  /**
   * Reads the setting; that of the dev server when it is not set and Temporal is on this machine.
   *
   * @param temporal host and port of Temporal
   * @param namespace the one of the invoices
   * @return empty when there is none, or its address is not known
   * @throws SettingsException when it is neither an address nor {@value #NONE}
   */
  static Optional<WebUi> read(Map<String, String> environment, String temporal, String namespace)
      throws SettingsException {
    String value = environment.getOrDefault(NAME, "").strip();
    if (value.isEmpty()) {
      return ofDevServer(temporal).map(address -> new WebUi(address, namespace));
    }
    return value.equals(NONE)
        ? Optional.empty()
        : Optional.of(new WebUi(address(value), namespace));
  }

  private static Optional<URI> ofDevServer(String temporal) {
    return Optional.of(OWN_MACHINE.matcher(temporal))
        .filter(Matcher::matches)
        .map(local -> Integer.parseInt(local.group(1)) + ABOVE_TEMPORAL)
        .filter(port -> port <= MAX_PORT)
        .map(port -> URI.create("http://localhost:" + port));
  }

  /** A query or a password would end up in every link. */
  private static URI address(String value) throws SettingsException {
    try {
      URI address = new URI(value.replaceFirst("/+$", ""));
      if (address.getScheme() != null
          && SCHEMES.contains(address.getScheme())
          && AUTHORITY.matcher(Optional.ofNullable(address.getRawAuthority()).orElse("")).matches()
          && address.getRawQuery() == null
          && address.getRawFragment() == null) {
        return address;
      }
    } catch (URISyntaxException e) {
      // It is none, as the message below says.
    }
    throw new SettingsException(
        "%s must be an address that begins with http:// or https://, such as http://localhost:8233, without a user, a query or a fragment; or %s"
            .formatted(NAME, NONE));
  }

  /**
   * The page of a workflow.
   *
   * @param runId empty for its latest run
   */
  public URI workflow(String workflowId, Optional<String> runId) {
    return URI.create(
        "%s/namespaces/%s/workflows/%s%s"
            .formatted(
                address,
                encoded(namespace),
                encoded(workflowId),
                runId.map(run -> "/" + encoded(run)).orElse("")));
  }

  /** As a part of a path, in which a space is no plus. */
  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
