package io.auroraresponder.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.fake.FakeAurora;
import io.auroraresponder.fake.RemediationBench;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.ledger.OperatorsTable;
import io.auroraresponder.ledger.Silence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who looks at a channel that is quiet has to know that it was silenced. */
class SilenceNewsTest {
  private final RemediationBench bench = new RemediationBench();
  private final Heard heard = new Heard();

  /** A sink that may be out of order. */
  private static final class Heard implements LeaseNewsSink {
    private final List<String> silences = new ArrayList<>();
    private final List<String> news = new ArrayList<>();
    private boolean broken;

    @Override
    public void tell(LeaseNews one) {
      news.add(one.said().text().text());
    }

    @Override
    public void silenced(Silence silence, Phrase text, String slackChannel) {
      if (broken) {
        throw new DependencyException("sns", "Publish", "Throttling", true, "not sent", null);
      }
      silences.add(text.text());
    }
  }

  private void silence(String cluster, Duration length) {
    bench.operators.put(new Silence(
        OperatorsTable.id(bench.clock.instant(), cluster), "AIDAEXAMPLE:ann", cluster, bench.clock.instant().plus(length), "migration"));
  }

  private LeaseKeeper.Tended sweep() {
    return bench.office.keeper().tend(heard, Deadline.after(Duration.ofMinutes(1), bench.clock::nanos));
  }

  @Test
  void silenceIsAnnouncedOnceWithWhoUntilWhenAndWhy() {
    silence(FakeAurora.ID.value(), Duration.ofHours(2));

    assertThat(sweep().told()).isEqualTo(1);
    var unused = sweep();

    assertThat(heard.silences).singleElement().asString()
        .startsWith("orders-db is silenced until 12:15 UTC by AIDAEXAMPLE:ann: migration.").contains("but of a lease that needs a person");
  }

  /** The channels may never have heard of the cluster before, and need no lease of it. */
  @Test
  void clusterThatNobodyKnowsIsAnnouncedToo() {
    silence("some-other-db", Duration.ofMinutes(30));
    silence(" ", Duration.ofMinutes(30));

    var unused = sweep();

    assertThat(heard.silences).singleElement().asString().startsWith("some-other-db is silenced until 10:45 UTC");
  }

  @Test
  void announcementThatWasNotSentIsRepeatedAndCountsWhenItIsLate() {
    silence(FakeAurora.ID.value(), Duration.ofHours(2));
    heard.broken = true;
    assertThat(sweep().isSound()).isTrue();
    bench.clock.advance(Duration.ofMinutes(11));
    assertThat(sweep().unsent()).isEqualTo(1);

    heard.broken = false;
    var unused = sweep();

    assertThat(heard.silences).hasSize(1);
  }

  @Test
  void silenceThatSomebodyLiftsIsOverAndThatIsAnnouncedOnce() {
    bench.raise();
    silence(FakeAurora.ID.value(), Duration.ofHours(2));
    var unused = sweep();
    bench.clock.advance(Duration.ofMinutes(1));
    silence(FakeAurora.ID.value(), Duration.ZERO);

    unused = sweep();
    unused = sweep();

    assertThat(heard.silences).hasSize(2).last().asString()
        .isEqualTo("orders-db is silenced no longer: lifted by AIDAEXAMPLE:ann: migration");
    heard.news.clear();
    for (int minute = 0; minute < 12; minute++) {
      bench.clock.advance(Duration.ofMinutes(1));
      unused = sweep();
    }
    assertThat(heard.news).isNotEmpty().noneMatch(text -> text.contains("Silenced"));

    bench.clock.advance(Duration.ofMinutes(1));
    silence(FakeAurora.ID.value(), Duration.ofMinutes(10));
    unused = sweep();
    assertThat(heard.silences).as("one that is said after the lift").hasSize(3).last().asString().startsWith("orders-db is silenced until");
  }

  /** Nobody has to hear that something began which is over again. */
  @Test
  void silenceThatWasLiftedBeforeTheSweepIsNotAnnounced() {
    silence(FakeAurora.ID.value(), Duration.ofHours(2));
    bench.clock.advance(Duration.ofSeconds(5));
    silence(FakeAurora.ID.value(), Duration.ZERO);

    var unused = sweep();

    assertThat(heard.silences).singleElement().asString().contains("no longer");
  }

  @Test
  void silenceThatIsOverIsNotAnnounced() {
    silence(FakeAurora.ID.value(), Duration.ofMinutes(2));
    bench.clock.advance(Duration.ofMinutes(2));

    var unused = sweep();

    assertThat(heard.silences).isEmpty();
  }

  @Test
  void newsThatGoOutInASilenceSayThatItIsSilent() {
    bench.raise();
    silence(FakeAurora.ID.value(), Duration.ofHours(2));
    for (int minute = 0; minute < 12; minute++) {
      bench.clock.advance(Duration.ofMinutes(1));
      var unused = sweep();
    }

    assertThat(heard.news).isNotEmpty().allMatch(text -> text.endsWith(". Silenced until 12:15 UTC by AIDAEXAMPLE:ann: migration"));
  }
}
