package io.auroraresponder.lab.postgres;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs, unpacked once a user and version into the temporary folder. */
record Binaries(Path home) {

  Path program(String name) {
    return home.resolve("bin").resolve(name);
  }

  /**
   * Unpacks where that has not happened yet.
   *
   * @throws LabException when this system has no binaries on the class path or the folder cannot be written
   */
  static Binaries unpacked(Path temporary, String user) {
    try {
      Path home = temporary.resolve("aurora-responder-postgres-" + user + "-" + digest().substring(0, 12));
      if (!Files.isDirectory(home)) {
        unpackInto(home, temporary);
      }
      if (!Files.getOwner(home).getName().equals(user)) {
        throw new LabException("The folder " + home + " belongs to somebody else; remove it or set -Djava.io.tmpdir to another folder.");
      }
      return new Binaries(home);
    } catch (IOException e) {
      throw new LabException("PostgreSQL's programs could not be unpacked under " + temporary + ": " + e.getMessage(), e);
    }
  }

  private static InputStream archive() throws IOException {
    InputStream found = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system(), machine());
    if (found == null) {
      throw new LabException("There is no embedded PostgreSQL for " + system() + " on " + machine() + ".");
    }
    return found;
  }

  private static String system() {
    String name = System.getProperty("os.name", "");
    return name.startsWith("Mac") ? "Darwin" : name.startsWith("Windows") ? "Windows" : "Linux";
  }

  private static String machine() {
    String name = System.getProperty("os.arch", "");
    return switch (name) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64", "arm64" -> "arm_64";
      default -> name;
    };
  }

  private static String digest() throws IOException {
    try (DigestInputStream in = new DigestInputStream(archive(), MessageDigest.getInstance("SHA-256"))) {
      in.skipNBytes(0);
      in.transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void unpackInto(Path home, Path temporary) throws IOException {
    // Unpacked beside and renamed: whoever sees the folder sees all of it, and two first runs do not meet half-way.
    Path half = Files.createTempDirectory(temporary, "aurora-responder-unpacking-");
    Files.setPosixFilePermissions(half, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(archive()))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        place(tar, entry, half);
      }
    }
    try {
      Files.move(half, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException e) {
      Folders.delete(half);
    }
  }

  private static void place(TarArchiveInputStream tar, TarArchiveEntry entry, Path root) throws IOException {
    Path target = root.resolve(entry.getName()).normalize();
    if (!target.startsWith(root)) {
      throw new IOException("the archive names a file outside: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent() == null ? root : target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, target);
    boolean executable = (entry.getMode() & 0100) != 0;
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }
}
