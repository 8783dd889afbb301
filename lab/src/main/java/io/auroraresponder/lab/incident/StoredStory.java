package io.auroraresponder.lab.incident;

import com.google.gson.JsonParser;
import io.auroraresponder.incident.Report;
import io.auroraresponder.ledger.RecordJson;
import io.auroraresponder.notify.ReportJson;
import io.auroraresponder.notify.Story;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A played incident's story in a file of its own, so that channels can lay it out again without playing it: its reports as the JSON that
 * everybody gets, its leases as the ledger tells them. Compressed, the same bytes for the same story.
 */
public final class StoredStory {
  public static final String ENDING = ".json.gz";

  private StoredStory() {}

  private record Kept(
      String report, Instant lookedAt, Story.LeaseState lease, List<Story.Event> events, List<Story.Entry> entries, Optional<Aside> aside,
      Optional<Report.Silence> silence, List<Story.Undelivered> undelivered, Optional<Story.Question> question) {}

  private record Aside(String report, Instant at) {}

  /**
   * Writes one story.
   *
   * @throws IOException when the file cannot be written
   */
  public static void write(Story story, Path file) throws IOException {
    Kept kept =
        new Kept(
            ReportJson.of(story.report()), story.lookedAt(), story.lease(), story.events(), story.entries(),
            story.aside().map(aside -> new Aside(ReportJson.of(aside.report()), aside.at())), story.silence(), story.undelivered(),
            story.question());
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(RecordJson.write(kept).getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * Reads one story.
   *
   * @throws IOException when the file cannot be read
   * @throws RuntimeException when it holds no story of this version
   */
  static Story read(Path file) throws IOException {
    Kept kept;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      kept = RecordJson.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), Kept.class);
    }
    return new Story(
        report(kept.report()), kept.lookedAt(), kept.lease(), kept.events(), kept.entries(),
        kept.aside().map(aside -> new Story.Aside(report(aside.report()), aside.at())), kept.silence(), kept.undelivered(),
        kept.question());
  }

  private static Report report(String json) {
    return ReportReader.of(JsonParser.parseString(json).getAsJsonObject());
  }
}
