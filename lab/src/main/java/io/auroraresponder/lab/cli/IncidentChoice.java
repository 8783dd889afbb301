package io.auroraresponder.lab.cli;

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

  static List<IncidentFile> all(List<String> words) {
    List<IncidentFile> files = new ArrayList<>();
    for (String word : words) {
      if (Files.isDirectory(Path.of(word))) {
        files.addAll(folder(Path.of(word)));
      } else {
        files.add(one(word));
      }
    }
    return files;
  }

  /** A word that looks like a path is one, whatever else it may be. */
  static IncidentFile one(String word) {
    if (word.contains("/") || word.endsWith(".yaml") || word.endsWith(".yml")) {
      return IncidentFile.read(Path.of(word));
    }
    List<String> names = BundledIncidents.names();
    if (!names.contains(word)) {
      throw new UsageException("there is no incident " + word + Suggestion.forWord(word, names) + " ./responder incidents lists them.");
    }
    return BundledIncidents.named(word);
  }

  private static List<IncidentFile> folder(Path folder) {
    try (Stream<Path> paths = Files.list(folder)) {
      List<Path> found = paths.filter(path -> path.toString().matches(".*\\.ya?ml")).sorted().toList();
      if (found.isEmpty()) {
        throw new UsageException("the folder " + folder + " holds no .yaml file");
      }
      return found.stream().map(IncidentFile::read).toList();
    } catch (IOException e) {
      throw new UsageException("the folder " + folder + " cannot be read: " + e.getMessage());
    }
  }
}
