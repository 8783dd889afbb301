package io.auroraresponder.lab.cli;

import io.auroraresponder.lab.account.BadFileException;
import io.auroraresponder.lab.account.Reasons;
import io.auroraresponder.lab.incident.BundledIncidents;
import io.auroraresponder.lab.incident.IncidentFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Turns the words of a command line into incidents: bundled names, files, folders of files. */
final class IncidentChoice {
  private IncidentChoice() {}

  /**
   * What was found.
   *
   * @param remarks files of a folder that are no incidents, or have nothing to be held against, one sentence each
   * @param broken files of a folder that are incidents and cannot be read, one sentence each
   */
  record Found(List<IncidentFile> incidents, List<String> remarks, List<String> broken) {
    Found {
      incidents = List.copyOf(incidents);
      remarks = List.copyOf(remarks);
      broken = List.copyOf(broken);
    }
  }

  /**
   * Incidents that say what is expected: a file that is asked for by name must, of a folder those are taken that do.
   *
   * @throws BadFileException when a file that is asked for by name is none
   */
  static Found all(List<String> words) {
    List<IncidentFile> files = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    for (String word : words) {
      if (Files.isDirectory(Path.of(word))) {
        folder(Path.of(word), files, remarks, broken);
      } else {
        files.add(one(word).requireExpected());
      }
    }
    return new Found(files, remarks, broken);
  }

  /** A word that looks like a path is one, whatever else it may be. */
  static IncidentFile one(String word) {
    if (word.contains("/") || word.endsWith(".yaml") || word.endsWith(".yml")) {
      return IncidentFile.read(Path.of(word));
    }
    List<String> names = BundledIncidents.names();
    if (!names.contains(word)) {
      String meant = Suggestion.forWord(word, names);
      throw new UsageException("there is no incident " + word + (meant.isEmpty() ? "." : meant) + " ./responder incidents lists them.");
    }
    return BundledIncidents.named(word);
  }

  private static void folder(Path folder, List<IncidentFile> files, List<String> remarks, List<String> broken) {
    List<Path> paths;
    try (Stream<Path> all = Files.walk(folder)) {
      paths = all.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UsageException("the folder " + folder + " cannot be read: " + Reasons.of(e));
    }
    int before = files.size() + broken.size();
    for (Path path : paths) {
      take(path, files, remarks, broken);
    }
    if (files.size() + broken.size() == before) {
      throw new UsageException("the folder " + folder + " holds no incident");
    }
  }

  private static void take(Path path, List<IncidentFile> files, List<String> remarks, List<String> broken) {
    if (!path.toString().matches(".*\\.ya?ml")) {
      remarks.add(path + " is no incident: it is no .yaml file");
      return;
    }
    try {
      if (!IncidentFile.isOne(path)) {
        remarks.add(path + " is no incident: it has no 'event'");
        return;
      }
      IncidentFile file = IncidentFile.read(path);
      if (file.isExpected()) {
        files.add(file);
      } else {
        remarks.add(path + " is not scored: it has no 'expect'");
      }
    } catch (BadFileException unreadable) {
      broken.add(unreadable.getMessage());
    }
  }
}
