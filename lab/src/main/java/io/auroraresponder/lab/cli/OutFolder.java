package io.auroraresponder.lab.cli;

import io.auroraresponder.incident.Report;
import io.auroraresponder.lab.account.Reasons;
import io.auroraresponder.lab.incident.StoredStory;
import io.auroraresponder.lab.postgres.LabException;
import io.auroraresponder.notify.Story;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder in which reports are left.
 *
 * @param remark what a person should know about the choice, empty where it is the usual one
 */
record OutFolder(Path path, String remark) {

  /** The folder that was asked for. */
  static OutFolder asked(Path path) {
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw new LabException("The folder " + path + " cannot be made: " + Reasons.of(e) + ".", e);
    }
    if (!Files.isWritable(path)) {
      throw new LabException("The folder " + path + " cannot be written.");
    }
    return new OutFolder(path, "");
  }

  /** {@code out} in the given folder, or a temporary one where that cannot be written. */
  static OutFolder usual(Path parent) {
    Path usual = parent.resolve("out");
    try {
      Files.createDirectories(usual);
      if (Files.isWritable(usual)) {
        return new OutFolder(usual, "");
      }
    } catch (IOException e) {
      return temporary(usual);
    }
    return temporary(usual);
  }

  private static OutFolder temporary(Path usual) {
    try {
      Path folder = Files.createTempDirectory("aurora-responder-out-");
      return new OutFolder(folder, usual + " cannot be written; the report goes to " + folder);
    } catch (IOException e) {
      throw new LabException("Neither " + usual + " nor the temporary folder can be written: " + Reasons.of(e) + ".", e);
    }
  }

  /** Leaves the report as JSON and says where. */
  Path leave(Report report, String json) {
    String time = report.timing().startedAt().truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString().replace(':', '-');
    return write(path.resolve(time + "-" + report.incident().cluster().value() + ".json"), json + "\n");
  }

  /** Leaves a page under a name of its own. */
  Path page(String name, String html) {
    return write(path.resolve(name + ".html"), html);
  }

  /** Leaves what a page is made of under a name of its own. */
  void story(String name, Story story) {
    Path file = path.resolve(name + StoredStory.ENDING);
    try {
      StoredStory.write(story, file);
    } catch (IOException e) {
      throw notWritten(file, e);
    }
  }

  /** Leaves something beside the report, under the report's name with another ending. */
  static Path beside(Path report, String ending, String text) {
    return write(report.resolveSibling(report.getFileName().toString().replaceFirst("\\.json$", "") + ending), text);
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw notWritten(file, e);
    }
  }

  private static LabException notWritten(Path file, IOException e) {
    return new LabException("The file " + file + " could not be written: " + Reasons.of(e) + ".", e);
  }
}
