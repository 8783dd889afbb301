package io.auroraresponder.lab.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auroraresponder.incident.Report;
import io.auroraresponder.notify.Story;
import io.auroraresponder.notify.Unactionable;
import io.auroraresponder.notify.page.ReportPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The stories of the bundled incidents, as {@code ./responder score --stories DIR} wrote them. */
class StoredStoryTest {
  static final Path FOLDER = Path.of("src", "test", "resources", "stories");

  private static final Duration FIRST_LOOK = Duration.ofMinutes(1);

  private static List<String> told() {
    return BundledIncidents.names().stream().filter(name -> !BundledIncidents.named(name).expectation().noReport()).toList();
  }

  @Test
  void thereIsOneOfEveryBundledIncidentThatPeopleHearOf() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString().replace(StoredStory.ENDING, "")))
          .containsAll(told());
    }
  }

  /** A story that is out of step shows a page that nobody gets: {@code ./responder score NAME --stories} writes it anew. */
  @ParameterizedTest
  @MethodSource("told")
  void storyIsWhatTheIncidentExpects(String name) throws IOException {
    Story story = StoredStory.read(FOLDER.resolve(name + StoredStory.ENDING));
    IncidentFile incident = BundledIncidents.named(name);
    Expectation expected = incident.expectation();

    List<Report> reports = Stream.concat(Stream.of(story.report()), story.aside().map(Story.Aside::report).stream()).toList();
    List<Expectation.Answer> answers = Stream.concat(Stream.of(expected.first()), expected.last().stream()).toList();

    assertThat(answers).as("%s: %s", story.report().verdict().headline(), story.report().verdict().cause())
        .anyMatch(answer -> reports.stream().anyMatch(report -> isTold(answer, report) || isBeyond(incident, report)));
  }

  /** What each bundled incident ends with tells people what to do, of whom, and at what cost. */
  @ParameterizedTest
  @MethodSource("told")
  void peopleCanActOnWhatTheyAreTold(String name) throws IOException {
    Story story = StoredStory.read(FOLDER.resolve(name + StoredStory.ENDING));

    assertThat(Stream.concat(Stream.of(story.report()), story.aside().map(Story.Aside::report).stream())
        .flatMap(report -> Stream.concat(Unactionable.in(report).stream(), Unactionable.exposed(report).stream()))).isEmpty();
  }

  /** The incident says what the first look finds, and this is a later one. */
  private static boolean isBeyond(IncidentFile incident, Report report) {
    boolean later = report.timing().startedAt().isAfter(incident.script().now().plus(FIRST_LOOK));
    return incident.expectation().last().isEmpty() && later;
  }

  private static boolean isTold(Expectation.Answer answer, Report report) {
    Report.Verdict verdict = report.verdict();
    return answer.cause().filter(cause -> !cause.equals(verdict.cause())).isEmpty()
        && answer.says().runbook().filter(runbook -> !runbook.equals(report.incident().runbook())).isEmpty()
        && answer.says().severity().filter(severity -> !severity.equals(verdict.severity().word())).isEmpty()
        && answer.says().headline().stream()
            .allMatch(word -> verdict.headline().text().toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT)));
  }

  @Test
  void whatIsWrittenIsReadWithItsLeaseAndWrittenTheSame(@TempDir Path folder) throws IOException {
    Path stored = FOLDER.resolve("load-growth" + StoredStory.ENDING);
    Story story = StoredStory.read(stored);
    Path again = folder.resolve("again" + StoredStory.ENDING);
    StoredStory.write(story, again);
    Path twice = folder.resolve("twice" + StoredStory.ENDING);
    StoredStory.write(StoredStory.read(again), twice);

    assertThat(story.events()).extracting(Story.Event::kind).contains("helped", "given back");
    assertThat(story.entries()).isNotEmpty();
    assertThat(ReportPage.of(StoredStory.read(again))).isEqualTo(ReportPage.of(story)).contains("<a href=\"#f");
    assertThat(Files.readAllBytes(twice)).isEqualTo(Files.readAllBytes(again));
  }

  @Test
  void refusesWhatIsNoStory(@TempDir Path folder) throws IOException {
    Path nonsense = Files.writeString(folder.resolve("a" + StoredStory.ENDING), "nonsense");

    assertThatThrownBy(() -> StoredStory.read(nonsense)).isInstanceOf(IOException.class);
  }
}
