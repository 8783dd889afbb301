package io.auroraresponder.notify.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.notify.Details;
import io.auroraresponder.notify.GeneratedReports;
import io.auroraresponder.notify.Reports;
import io.auroraresponder.notify.Story;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SlackMessageTest {
  @Test
  void saysWhenTheResponderLooksAgainAndWhereNothingFollowsThatToo() {
    Report.NextLook next = new Report.NextLook(Reports.NOW.plusSeconds(600), Optional.of(Reports.NOW.plusSeconds(14_400)));
    Report report = Reports.refused().lookingAgain(next);
    Story story = Story.of(report);
    Story after = Story.of(report.followedBy(Optional.empty()).in(Report.State.RESOLVED));

    assertThat(SlackLaws.texts(SlackMessage.of(story, Details.NAMES).json())).anyMatch(text -> text.startsWith("Next look <!date^")
        && text.contains(", or when the alarm changes. You hear of it only if something changes, or at <!date^"));
    assertThat(SlackLaws.texts(SlackMessage.of(after, Details.NAMES).json()))
        .contains("No look follows by itself: the next alarm, event or schedule of the cluster brings one.");
  }

  @Test
  void oneLineForNotificationsAndTheRestInsideTheColouredBar() {
    JsonObject json = SlackMessage.of(Story.of(Reports.refused()), Details.NAMES).json();

    assertThat(json.get("text").getAsString())
        .isEqualTo("*CRITICAL  orders-db is waiting, not working: 41 sessions queue behind pid 8123*");
    JsonObject bar = json.getAsJsonArray("attachments").get(0).getAsJsonObject();
    assertThat(bar.get("color").getAsString()).isEqualTo("#d92d20");
    assertThat(SlackLaws.texts(json)).contains("checkouts hang.", "*Cause* lock-pileup");
    assertThat(SlackLaws.texts(json)).anyMatch(text ->
        text.startsWith("end the blocker, then expect about 6 ACU. Its open transaction is rolled back")
            && text.contains("\n```SELECT pg_terminate"));
    assertThat(json.get("unfurl_links").getAsBoolean()).isFalse();
  }

  @Test
  void whatBecameOfTheRaiseLeadsAndTheBarTurnsGreen() {
    Story story = story(event("helped", Severity.INFO, "orders-db: the raise helped: 10.5 ACU in use"), Story.LeaseState.HELD);

    JsonObject json = SlackMessage.of(story, Details.NAMES).json();

    assertThat(json.get("text").getAsString()).isEqualTo("*HELPED  orders-db: the raise helped: 10.5 ACU in use*");
    assertThat(json.getAsJsonArray("attachments").get(0).getAsJsonObject().get("color").getAsString()).isEqualTo("#2e9d4c");
    assertThat(SlackLaws.texts(json).getFirst()).startsWith("It was: orders-db is out of capacity");
  }

  /** A headline is one clause; its rest, what there is to do and how to end the lease stand below. */
  @Test
  void leaseThatStandsSaysItsBoundThatNothingIsToBeDoneAndHowToEndIt() {
    Story.Event helped =
        new Story.Event(13, "ab12", "helped", Severity.INFO,
            Phrase.of("orders-db: the raise helped: 10.5 ACU in use; the lease lasts until 14:15 UTC"), Reports.NOW.plusSeconds(300),
            List.of(new Advice(Phrase.of("Give the range back now"), Phrase.of("./responder undo 7f3a --aws"))), "7f3a");
    Story story = story(helped, Story.LeaseState.HELD);

    JsonObject json = SlackMessage.of(story, Details.NAMES).json();

    assertThat(json.get("text").getAsString()).isEqualTo("*HELPED  orders-db: the raise helped: 10.5 ACU in use*");
    assertThat(SlackLaws.texts(json).getFirst()).startsWith("The lease lasts until 14:15 UTC.\nIt was: ")
        .contains("Nothing to do: the range goes back by itself").doesNotContain("Max raised");
    assertThat(SlackLaws.texts(json)).anyMatch(text -> text.startsWith("Give the range back now") && text.contains("./responder undo "));
  }

  @Test
  void rangeThatIsBackIsNotCalledRaisedAnyMore() {
    Story story = story(event("given back", Severity.INFO, "orders-db: back at 0.5 to 8 ACU after 60 min"), Story.LeaseState.CLOSED);

    String json = SlackMessage.of(story, Details.NAMES).json().toString();

    assertThat(json).contains("back at 0.5 to 8 ACU").doesNotContain("Max raised").doesNotContain("./responder undo");
  }

  @Test
  void proposalThatNobodyAgreedToAsksForNothingAnyMore() {
    Advice agree = new Advice(Phrase.of("Agree to it"), Phrase.of("./responder approve a1a1 --aws"));
    Advice see = new Advice(Phrase.of("See the load"), Phrase.of("SELECT 1"));
    Report report =
        Reports.parts(Reports.refused().verdict(), List.of(), List.of(), Reports.refused().plan(),
            Reports.decision("propose", "proposed", "", Phrase.of("Proposed, a person decides"), List.of(agree, see)))
            .of(Reports.incident());
    Story.Event ranOut = new Story.Event(13, "ab12", "voided", Severity.INFO, Phrase.of("the proposal is void: nobody agreed"),
        Reports.NOW.plusSeconds(900), List.of(), "");
    Story.Question question =
        new Story.Question("a1".repeat(32), ScalingRange.of(0.5, 8), ScalingRange.of(0.5, 12), Reports.NOW.plusSeconds(900));

    assertThat(proposal(report, List.of(), Optional.of(question), 0)).contains("approve a1a1", "Proposed, a person decides", "SELECT 1");
    assertThat(proposal(report, List.of(), Optional.of(question), 12)).as("the buttons say it").doesNotContain("approve a1a1");
    assertThat(proposal(report, List.of(ranOut), Optional.empty(), 0)).contains("nobody agreed", "SELECT 1")
        .doesNotContain("approve a1a1").doesNotContain("Proposed, a person decides");
  }

  private static String proposal(Report report, List<Story.Event> events, Optional<Story.Question> question, double answersUpTo) {
    return SlackMessage.of(new Story(report, Reports.NOW, Story.LeaseState.NONE, events, List.of(), Optional.empty(), Optional.empty(),
        List.of(), question), Details.NAMES, answersUpTo).json().toString();
  }

  @Test
  void failedDeliveryOfAnotherChannelIsSaid() {
    Story story =
        Story.of(Reports.applied()).with(List.of(new Story.Undelivered("PagerDuty", Reports.NOW.plusSeconds(80), "429")));

    assertThat(SlackLaws.texts(SlackMessage.of(story, Details.NAMES).json())).contains("PagerDuty: not delivered since 10:17 UTC (429)");
  }

  @Test
  void commandThatDoesNotFitIsLeftToTheReportWhole() {
    Advice huge = new Advice(Phrase.of("end it"), new Phrase("SELECT " + "x".repeat(5000), List.of()));
    Report report =
        Reports.parts(Reports.refused().verdict(), List.of(), List.of(), Reports.refused().plan(),
            Reports.decision("act", "proposed", "", Phrase.of("x"), List.of(huge))).of(Reports.incident());

    assertThat(SlackLaws.texts(SlackMessage.of(Story.of(report), Details.NAMES).json())).contains("end it The command is in the report.");
  }

  /** Only where the deployment asks for them, only up to its bound, and gone with the question. */
  @Test
  void planThatWaitsHasButtonsWhereTheyAreSwitchedOnAndSuffice() {
    Story.Question question =
        new Story.Question("a1".repeat(32), ScalingRange.of(0.5, 8), ScalingRange.of(0.5, 12), Reports.NOW.plusSeconds(900));
    Story asked = asked(Report.State.OPEN, Optional.of(question));

    JsonObject json = SlackMessage.of(asked, Details.NAMES, 12).json();

    assertThat(buttons(json)).extracting(button -> button.get("action_id").getAsString()).containsExactly("approve", "refuse");
    assertThat(buttons(json)).allSatisfy(button -> assertThat(button.get("value").getAsString()).isEqualTo("a1".repeat(32)));
    assertThat(buttons(json).getFirst().getAsJsonObject("confirm").getAsJsonObject("text").get("text").getAsString())
        .isEqualTo("Raises max 8 to 12 ACU, if all that was judged still holds.");
    assertThat(json.toString()).contains("Plan a1a1a1a1a1a1, max 8 to 12 ACU.");
    assertThat(buttons(SlackMessage.of(asked, Details.NAMES, 11.5).json())).as("beyond the bound").isEmpty();
    assertThat(buttons(SlackMessage.of(asked, Details.NAMES).json())).as("not switched on").isEmpty();
    assertThat(buttons(SlackMessage.of(asked(Report.State.OPEN, Optional.empty()), Details.NAMES, 12).json())).as("answered").isEmpty();
    assertThat(buttons(SlackMessage.of(asked(Report.State.RESOLVED, Optional.of(question)), Details.NAMES, 12).json())).as("over")
        .isEmpty();
  }

  private static Story asked(Report.State state, Optional<Story.Question> question) {
    return new Story(Reports.refused().in(state), Reports.NOW, Story.LeaseState.NONE, List.of(), List.of(), Optional.empty(),
        Optional.empty(),
        List.of(), question);
  }

  private static List<JsonObject> buttons(JsonObject message) {
    List<JsonObject> buttons = new ArrayList<>();
    message.getAsJsonArray("attachments").get(0).getAsJsonObject().getAsJsonArray("blocks").forEach(block -> {
      if (block.getAsJsonObject().get("type").getAsString().equals("actions")) {
        block.getAsJsonObject().getAsJsonArray("elements").forEach(element -> buttons.add(element.getAsJsonObject()));
      }
    });
    return buttons;
  }

  @Test
  void replyNamesEntryAndHash() {
    SlackMessage reply = SlackMessage.of(event("given back", Severity.INFO, "orders-db: back at 8 ACU"), Story.of(Reports.applied()));

    assertThat(reply.text()).isEqualTo("orders-db: back at 8 ACU. Ledger entry 13, hash ab12.\n"
        + "No look follows by itself: the next alarm, event or schedule of the cluster brings one.");
    assertThat(reply.json().has("attachments")).isFalse();
  }

  @Property(seed = "20261201", tries = 300)
  void documentedLimitsHoldForEveryReport(@ForAll("reports") Report report) {
    assertThat(SlackLaws.complaints(SlackMessage.of(Story.of(report), Details.NAMES))).isEmpty();
  }

  @Property(seed = "20261202", tries = 300)
  void hostileTextStaysTextWithinTheLimits(@ForAll("hostile") Report report) {
    assertThat(SlackLaws.complaints(SlackMessage.of(Story.of(report), Details.NAMES))).isEmpty();
    assertThat(SlackLaws.complaints(SlackMessage.of(event("helped", Severity.CRITICAL, report.verdict().headline().text()),
        Story.of(report)))).isEmpty();
  }

  @Provide
  Arbitrary<Report> reports() {
    return GeneratedReports.reports();
  }

  @Provide
  Arbitrary<Report> hostile() {
    return GeneratedReports.hostile();
  }

  private static Story.Event event(String kind, Severity severity, String text) {
    return new Story.Event(13, "ab12", kind, severity, new Phrase(text, List.of()), Reports.NOW.plusSeconds(300), List.of(), "lease-7f3a");
  }

  private static Story story(Story.Event event, Story.LeaseState lease) {
    return new Story(Reports.applied(), Reports.NOW, lease, List.of(event), List.of(), java.util.Optional.empty(),
        java.util.Optional.empty(), List.of());
  }
}
