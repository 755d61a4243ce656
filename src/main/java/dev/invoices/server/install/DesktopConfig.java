package dev.invoices.server.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.invoices.json.ExactJson;
import dev.invoices.server.desktop.ClaudeDesktopConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Optional;

/**
 * A configuration of Claude Desktop. Only the entry of this server is ever changed: of everything
 * else, each character stays as it is.
 */
final class DesktopConfig {

  private static final DateTimeFormatter BACKUP_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final Path file;
  private final byte[] bytes;
  private final ObjectNode content;

  private DesktopConfig(Path file, byte[] bytes, ObjectNode content) {
    this.file = file;
    this.bytes = bytes;
    this.content = content;
  }

  /**
   * Reads a configuration. A file that is missing or empty is one without a server.
   *
   * @throws InstallException when it is none
   */
  static DesktopConfig read(Path file) throws InstallException {
    byte[] bytes = bytes(file);
    JsonNode content = content(file, bytes);
    if (!(content instanceof ObjectNode object)) {
      throw new InstallException(
          "%s holds no JSON object. Correct it first; nothing was changed.".formatted(file));
    }
    JsonNode servers = object.path(ClaudeDesktopConfig.SERVERS);
    if (!servers.isMissingNode() && !servers.isObject()) {
      throw new InstallException(
          "\"%s\" in %s is no JSON object. Correct it first; nothing was changed."
              .formatted(ClaudeDesktopConfig.SERVERS, file));
    }
    return new DesktopConfig(file, bytes, object);
  }

  private static byte[] bytes(Path file) throws InstallException {
    try {
      return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    } catch (IOException e) {
      throw new InstallException(
          "%s cannot be read. Correct its permissions; nothing was changed.".formatted(file));
    }
  }

  private static JsonNode content(Path file, byte[] bytes) throws InstallException {
    if (new String(bytes, UTF_8).isBlank()) {
      return ExactJson.mapper().createObjectNode();
    }
    try {
      return ClaudeDesktopConfig.reader().readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new InstallException(
          "%s is not valid JSON: line %d, column %d. Correct it first; nothing was changed."
              .formatted(file, e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    } catch (IOException e) {
      throw new IllegalStateException("the bytes are in memory", e);
    }
  }

  /** The file it was read from. */
  Path file() {
    return file;
  }

  /** The entry of this server, if it has one. */
  Optional<JsonNode> entry() {
    return Optional.ofNullable(
        content.path(ClaudeDesktopConfig.SERVERS).get(ClaudeDesktopConfig.SERVER_NAME));
  }

  /** The same with another entry of this server. */
  DesktopConfig with(ObjectNode entry) {
    ObjectNode changed = content.deepCopy();
    changed
        .withObject("/" + ClaudeDesktopConfig.SERVERS)
        .set(ClaudeDesktopConfig.SERVER_NAME, entry);
    return new DesktopConfig(file, bytes, changed);
  }

  /** The same without an entry of this server. */
  DesktopConfig without() {
    ObjectNode changed = content.deepCopy();
    if (changed.get(ClaudeDesktopConfig.SERVERS) instanceof ObjectNode servers) {
      servers.remove(ClaudeDesktopConfig.SERVER_NAME);
    }
    return new DesktopConfig(file, bytes, changed);
  }

  /**
   * Puts this configuration into the file, completely or not at all, and keeps what was there.
   *
   * @param now names the copy of what was there
   * @return the copy; empty when there was no file
   * @throws InstallException when the file cannot be written, or was changed since it was read
   */
  Optional<Path> write(Instant now) throws InstallException {
    try {
      // A link stays a link: what it leads to is replaced.
      Path target = Files.exists(file) ? file.toRealPath() : file;
      if (Files.exists(target) && !Files.isWritable(target)) {
        throw notWritable();
      }
      if (!Arrays.equals(bytes(file), bytes)) {
        throw new InstallException(
            "%s was changed by another program meanwhile. Nothing was written; try again."
                .formatted(file));
      }
      Optional<Path> backup = backUp(target, now);
      replace(target);
      return backup;
    } catch (IOException e) {
      throw notWritable();
    }
  }

  private void replace(Path target) throws IOException {
    Path draft = target.resolveSibling(target.getFileName() + ".new");
    try {
      if (Files.exists(target)) {
        // Takes the permissions over, because the file may hold secrets.
        Files.copy(
            target, draft, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.write(draft, written());
      Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** The file's new content. What cannot be changed in its place is printed anew. */
  private byte[] written() {
    String before = new String(bytes, UTF_8);
    String mark = before.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
    String edited = edited(before.substring(mark.length()));
    boolean isSame = Arrays.equals(before.getBytes(UTF_8), bytes) && content.equals(parsed(edited));
    return isSame ? (mark + edited).getBytes(UTF_8) : PrintedJson.of(content).getBytes(UTF_8);
  }

  private String edited(String before) {
    try {
      EntryEdit edit = EntryEdit.of(before.isBlank() ? "{}" : before);
      return entry().isPresent() ? edit.with(entry().get()) : edit.without();
    } catch (IOException e) {
      throw new IllegalStateException("what was read can be read again", e);
    }
  }

  private static JsonNode parsed(String text) {
    try {
      return ClaudeDesktopConfig.reader().readTree(text);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private static Optional<Path> backUp(Path target, Instant now) throws IOException {
    if (!Files.exists(target)) {
      return Optional.empty();
    }
    Path backup =
        target.resolveSibling(target.getFileName() + ".backup-" + BACKUP_TIME.format(now));
    return Optional.of(Files.copy(target, backup, StandardCopyOption.COPY_ATTRIBUTES));
  }

  private InstallException notWritable() {
    return new InstallException(
        "%s cannot be written. Correct the permissions of the file and its folder; the entry stays as it is."
            .formatted(file));
  }
}
