package io.auroraresponder.lab.postgres;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Removing folders whose server may still be letting go of its last files. */
final class Folders {
  private Folders() {}

  /** Removes what can be removed; what vanishes meanwhile does not matter. */
  static void delete(Path folder) {
    for (int attempt = 0; attempt < 3 && !removed(folder); attempt++) {
      Thread.onSpinWait();
    }
  }

  /** False where something was in the way, for example a file that appeared after its folder was listed. */
  private static boolean removed(Path folder) {
    try {
      if (Files.exists(folder)) {
        Files.walkFileTree(folder, new Remover());
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static final class Remover extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
