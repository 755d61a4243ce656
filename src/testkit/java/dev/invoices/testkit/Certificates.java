package dev.invoices.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Certificates for one test run, made by the JDK's keytool: an authority, and a server and a client
 * that it vouches for; and somebody else, who vouches for himself. Nothing of them outlives the
 * directory that they are made in.
 */
public final class Certificates {

  public static final String AUTHORITY = "authority";
  public static final String SERVER = "server";
  public static final String CLIENT = "client";
  public static final String STRANGER = "stranger";

  private static final List<String> ALL = List.of(AUTHORITY, SERVER, CLIENT, STRANGER);

  /** Of a key store that holds nothing of worth and is thrown away. */
  private static final String PASSWORD = "changeit";

  private static final int LIMIT_SECONDS = 60;
  private static final Base64.Encoder BASE64 =
      Base64.getMimeEncoder(64, System.lineSeparator().getBytes(US_ASCII));

  private final Path directory;
  private final Path store;

  private Certificates(Path directory) {
    this.directory = directory;
    this.store = directory.resolve("keys.p12");
  }

  /** Makes them all. */
  public static Certificates createIn(Path directory) throws Exception {
    Certificates certificates = new Certificates(directory);
    certificates.make(AUTHORITY, "-ext", "bc:c");
    certificates.make(SERVER, "-signer", AUTHORITY, "-ext", "san=ip:127.0.0.1");
    certificates.make(CLIENT, "-signer", AUTHORITY);
    certificates.make(STRANGER, "-ext", "bc:c");
    certificates.export();
    return certificates;
  }

  /** The PEM file of somebody's certificate. */
  public Path certificate(String owner) {
    return directory.resolve(owner + ".pem");
  }

  /** The PEM file of somebody's private key. */
  public Path key(String owner) {
    return directory.resolve(owner + ".key");
  }

  /** The lines of all these files that must be told to nobody. */
  public List<String> contents() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String owner : ALL) {
      lines.addAll(Files.readAllLines(certificate(owner)));
      lines.addAll(Files.readAllLines(key(owner)));
    }
    lines.removeIf(line -> line.startsWith("-----"));
    return lines;
  }

  private void make(String owner, String... options) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                owner,
                "-dname",
                "CN=" + owner,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "2",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
    command.addAll(List.of(options));
    Process keytool =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.log").toFile())
            .start();
    if (!keytool.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      keytool.destroyForcibly();
      throw new IOException(
          "keytool failed: " + Files.readString(directory.resolve("keytool.log")));
    }
  }

  private void export() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    for (String owner : ALL) {
      write(certificate(owner), "CERTIFICATE", keys.getCertificate(owner).getEncoded());
      write(key(owner), "PRIVATE KEY", keys.getKey(owner, PASSWORD.toCharArray()).getEncoded());
    }
  }

  private static void write(Path file, String type, byte[] content) throws IOException {
    Files.writeString(
        file,
        "-----BEGIN %s-----%n%s%n-----END %s-----%n"
            .formatted(type, BASE64.encodeToString(content), type));
  }
}
