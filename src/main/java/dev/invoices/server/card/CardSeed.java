package dev.invoices.server.card;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The secret that this server shares with its cards and with no other program: {@value #LENGTH}
 * random bytes. It is kept in a file of the user, because a client may start two servers, show the
 * card of one and send its decision to the other. It is never logged.
 */
public final class CardSeed {

  static final int LENGTH = 32;

  private static final Logger log = LoggerFactory.getLogger(CardSeed.class);
  private static final String FOLDER = "invoice-processor";
  private static final String FILE = "card-seed";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final Optional<Path> folder;
  private Optional<byte[]> seed = Optional.empty();

  CardSeed(Path folder) {
    this(Optional.of(folder));
  }

  private CardSeed(Optional<Path> folder) {
    this.folder = folder;
  }

  /**
   * The seed of the person who runs this process. Its file is read or created when the seed is
   * first needed, so that a server whose client shows no cards leaves no file behind.
   *
   * @param environment of this process
   */
  public static CardSeed ofThisUser(Map<String, String> environment) {
    return new CardSeed(stateFolder(environment).map(state -> state.resolve(FOLDER)));
  }

  /**
   * Where programs of this user keep their state; as the <a
   * href="https://specifications.freedesktop.org/basedir-spec/latest/">XDG rules</a> say, a
   * relative path does not count.
   */
  private static Optional<Path> stateFolder(Map<String, String> environment) {
    return folder(environment.get("LOCALAPPDATA"))
        .or(() -> folder(environment.get("XDG_STATE_HOME")))
        .or(
            () ->
                folder(System.getProperty("user.home")).map(home -> home.resolve(".local/state")));
  }

  private static Optional<Path> folder(String name) {
    return Optional.ofNullable(name)
        .filter(given -> !given.isBlank())
        .map(Path::of)
        .filter(Path::isAbsolute);
  }

  /** As {@value #LENGTH} times two hexadecimal digits, the form in which a card has it. */
  String hex() {
    return HexFormat.of().formatHex(bytes());
  }

  /**
   * The bytes themselves. Where no file can hold them, this process has a seed of its own, and one
   * line in the log says so.
   */
  synchronized byte[] bytes() {
    if (seed.isEmpty()) {
      seed = Optional.of(folder.flatMap(CardSeed::kept).orElseGet(CardSeed::random));
    }
    return seed.get().clone();
  }

  private static Optional<byte[]> kept(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        create(folder, file);
      }
      return Optional.of(read(file));
    } catch (IOException | UnsupportedOperationException e) {
      log.warn(
          "The seed of the invoice cards is not kept in {} ({}). A card decides only through the server that it was opened by.",
          file,
          e.toString());
      return Optional.empty();
    }
  }

  /**
   * Puts a whole file in place, or none when another server was first: only a link is both, as a
   * rename would replace the other's file.
   */
  private static void create(Path folder, Path file) throws IOException {
    Files.createDirectories(folder, forOwner(folder, "rwx------"));
    Path draft = Files.createTempFile(folder, FILE, ".draft", forOwner(folder, "rw-------"));
    try {
      Files.write(draft, random());
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException e) {
      log.debug("Another server has created {}", file);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static FileAttribute<?>[] forOwner(Path path, String permissions) {
    return isPosix(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static byte[] read(Path file) throws IOException {
    if (isPosix(file) && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
      throw new IOException("other users may read it; delete it");
    }
    if (Files.size(file) != LENGTH) {
      throw new IOException("it does not have %d bytes; delete it".formatted(LENGTH));
    }
    return Files.readAllBytes(file);
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static byte[] random() {
    byte[] bytes = new byte[LENGTH];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}
