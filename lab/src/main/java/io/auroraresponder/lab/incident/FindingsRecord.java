package io.auroraresponder.lab.incident;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the bundled incidents come to, beside them in {@code incidents/findings.txt}. An expectation says what must be; the record says all
 * that was, so that code which is only moved or merged can be seen to find the same as before.
 */
public final class FindingsRecord {
  private final List<FoundLine> lines = new ArrayList<>();

  /** The record that comes with the incidents. */
  public static FindingsRecord bundled() {
    return read(BundledIncidents.text("findings.txt").lines());
  }

  private static FindingsRecord read(Stream<String> text) {
    FindingsRecord record = new FindingsRecord();
    text.filter(line -> !line.isBlank()).map(FoundLine::read).forEach(record.lines::add);
    return record;
  }

  /** Adds what a run came to. */
  public void add(Run run) {
    lines.addAll(FoundLine.of(run));
  }

  /** All lines, as they are written. */
  public List<String> lines() {
    return lines.stream().map(FoundLine::words).toList();
  }

  /** Every incident of the record, each once. */
  public List<String> incidents() {
    return lines.stream().map(FoundLine::incident).distinct().toList();
  }

  /**
   * Sentences on what differs from {@code before}, for incidents that are in both; an incident that only one of them knows is no
   * difference.
   */
  public List<String> differences(FindingsRecord before) {
    List<String> both = incidents().stream().filter(before.incidents()::contains).toList();
    List<String> differences = new ArrayList<>();
    for (String incident : both) {
      List<FoundLine> was = before.of(incident);
      List<FoundLine> is = of(incident);
      was.stream().filter(line -> !is.contains(line)).forEach(line -> differences.add("- " + line.words()));
      is.stream().filter(line -> !was.contains(line)).forEach(line -> differences.add("+ " + line.words()));
    }
    return differences;
  }

  private List<FoundLine> of(String incident) {
    return lines.stream().filter(line -> line.incident().equals(incident)).toList();
  }

  /**
   * Writes this record into {@code file}; incidents that are in the file and not in this record stay as they are.
   *
   * @throws IOException when the file cannot be read or written
   */
  public void writeInto(Path file) throws IOException {
    FindingsRecord all = new FindingsRecord();
    if (Files.exists(file)) {
      FindingsRecord before = read(Files.readAllLines(file).stream());
      before.lines.stream().filter(line -> !incidents().contains(line.incident())).forEach(all.lines::add);
    }
    all.lines.addAll(lines);
    Files.write(file, all.lines.stream().map(FoundLine::words).sorted().toList());
  }
}
