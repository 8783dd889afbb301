package io.auroraresponder.lab.account;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file could not be used, in words: Java's own message is often the file's name alone. */
public final class Reasons {
  private Reasons() {}

  /** A few words, without the file's name and without a stop. */
  public static String of(IOException failure) {
    return switch (failure) {
      case AccessDeniedException denied -> "permission denied";
      case NoSuchFileException missing -> "there is no such file or folder";
      case FileAlreadyExistsException there -> "a file of that name is in the way";
      case NotDirectoryException file -> "it is no folder";
      case FileSystemException other when other.getReason() != null -> other.getReason();
      default -> String.valueOf(failure.getMessage());
    };
  }
}
