package io.auroraresponder.notify.slack;

import com.slack.api.model.block.ActionsBlock;
import com.slack.api.model.block.ContextBlock;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.SectionBlock;
import com.slack.api.model.block.composition.ConfirmationDialogObject;
import com.slack.api.model.block.composition.MarkdownTextObject;
import com.slack.api.model.block.composition.PlainTextObject;
import com.slack.api.model.block.element.ButtonElement;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Effect;
import io.auroraresponder.incident.Numbers;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.notify.Details;
import io.auroraresponder.notify.Moments;
import io.auroraresponder.notify.Notification;
import io.auroraresponder.notify.Story;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lays a story out for Slack: what it is now on top, then what led there, as short as the state allows. Pure. */
final class SlackLayout {
  private static final String RED = "#d92d20";
  private static final String AMBER = "#e8a317";
  private static final String GREEN = "#2e9d4c";
  private static final String GREY = "#8a8f98";

  /** A step of advice; three of them and their commands fit into what a phone shows without much scrolling. */
  private static final int MOST_STEPS = 3;

  private static final int MOST_FOUND = 3;
  private static final int SENTENCE = 600;
  private static final int LINE = 300;
  private static final int SHORT_HASH = 12;

  private static final String UNDO = "./responder undo ";

  /** What following a command does is said with the first of its kind. */
  private final Set<Effect> effects = EnumSet.noneOf(Effect.class);

  private final Story story;
  private final Notification told;
  private final double answersUpTo;

  /** {@code answersUpTo}: the highest max that an answer in Slack may lead to, ACU; 0 for no buttons. */
  SlackLayout(Story story, Details details, double answersUpTo) {
    this.answersUpTo = answersUpTo;
    this.story = story;
    this.told = Notification.of(story.report()).shown(details);
  }

  SlackMessage message() {
    List<LayoutBlock> blocks = new ArrayList<>();
    Optional<Story.Event> latest = leading();
    Optional<Story.Question> asked = story.question().filter(one -> !story.isOver() && one.to().maxAcu() <= answersUpTo);
    story.alarming().ifPresent(one -> section(blocks, List.of(
        SlackText.bold("Now: " + one.report().verdict().headline().text(), SENTENCE))));
    if (story.isOver()) {
      List<String> lines = new ArrayList<>();
      latest.map(event -> rest(event.text().text())).filter(rest -> !rest.isEmpty()).ifPresent(lines::add);
      lines.add(was());
      section(blocks, lines);
    } else if (latest.isPresent() || story.report().state() == Report.State.MITIGATED) {
      section(blocks, since(latest));
      steps(blocks, commands(latest), 0);
      asked.ifPresent(one -> answers(blocks, one));
    } else {
      whole(blocks, asked);
    }
    section(blocks, undelivered());
    section(blocks, List.of(following()));
    section(blocks, silence());
    context(blocks);
    return new SlackMessage(SlackText.bold(title(), SlackMessage.MAX_TEXT / 2), colour(), blocks);
  }

  private String following() {
    boolean open = story.lease() != Story.LeaseState.NONE && story.lease() != Story.LeaseState.CLOSED;
    return told.following(SlackLayout::time) + (open ? " " + Report.NextLook.LEASE_WATCH.text() : "");
  }

  private List<String> silence() {
    return story.silence().stream().map(quiet -> "_Silenced until " + time(quiet.until()) + " by " + SlackText.of(quiet.by(), LINE) + ": "
        + SlackText.of(quiet.why(), LINE) + "_").toList();
  }

  /** What stands beside a later headline: the first one, and what of the first answer still holds. */
  private List<String> since(Optional<Story.Event> latest) {
    List<String> lines = new ArrayList<>();
    latest.map(event -> rest(event.text().text())).filter(rest -> !rest.isEmpty()).ifPresent(lines::add);
    lines.add(was());
    boolean first = latest.isEmpty() && told.response().changed();
    if (first || story.question().isPresent()) {
      told.response().lines().forEach(line -> lines.add(sentence(line)));
      told.byHand().ifPresent(lines::add);
    }
    if (latest.filter(event -> event.severity() == Severity.INFO).isPresent() && story.lease() == Story.LeaseState.HELD) {
      lines.add("Nothing to do: the range goes back by itself when it is no longer needed. To end it by hand:");
    }
    return lines;
  }

  /** What a person may do now: about a lease in trouble everything, about one that stands how to end it. */
  private List<Advice> commands(Optional<Story.Event> latest) {
    Optional<Story.Event> grave = latest.filter(event -> event.severity() == Severity.CRITICAL);
    boolean stands = story.lease() == Story.LeaseState.VERIFYING || story.lease() == Story.LeaseState.HELD;
    if (grave.isPresent() || !stands) {
      return grave.map(Story.Event::commands).orElse(List.of());
    }
    return Stream.concat(told.response().commands().stream(), story.events().stream().flatMap(event -> event.commands().stream()))
        .filter(advice -> advice.command().text().startsWith(UNDO)).reduce((before, later) -> later).stream().toList();
  }

  /** The first clause of what happened: a headline is read in one breath. */
  private static String head(String text) {
    int end = text.indexOf("; ");
    return withoutStop(end < 0 ? text : text.substring(0, end));
  }

  /** What follows that clause, as a sentence; empty where nothing does. */
  private static String rest(String text) {
    int end = text.indexOf("; ");
    String rest = end < 0 ? "" : text.substring(end + 2).strip();
    return rest.isEmpty() ? "" : sentence(new Phrase(rest.substring(0, 1).toUpperCase(Locale.ROOT) + rest.substring(1), List.of()));
  }

  /** A proposal that ran out leaves an open incident as it was: what users feel leads, and its reply says the rest. */
  private Optional<Story.Event> leading() {
    boolean open = story.report().state() == Report.State.OPEN && story.lease() == Story.LeaseState.NONE;
    return story.latest().filter(event -> !open || event.severity().compareTo(Severity.WARNING) <= 0);
  }

  private void whole(List<LayoutBlock> blocks, Optional<Story.Question> asked) {
    if (!told.impact().isEmpty()) {
      section(blocks, List.of(sentence(told.impact())));
    }
    // What was changed, and what somebody is asked, comes before why.
    boolean first = told.response().changed() || story.question().isPresent();
    if (first) {
      response(blocks);
      asked.ifPresent(one -> answers(blocks, one));
    }
    List<String> cause = new ArrayList<>();
    if (!told.cause().word().isEmpty()) {
      cause.add("*Cause* " + SlackText.of(told.cause().word(), LINE));
    }
    int number = 1;
    for (Phrase actor : told.cause().chain()) {
      cause.add(number++ + ". " + sentence(actor));
    }
    section(blocks, cause);
    steps(blocks, told.instruction().steps().stream().filter(step -> !isAnswer(step) || (story.question().isPresent() && asked.isEmpty()))
        .toList(), told.instruction().more());
    if (!first) {
      response(blocks);
    }
    evidence(blocks);
  }

  /** A person was asked, and the question is over: an answer to it would be refused. */
  private boolean isAnswered() {
    return story.report().decision().result().equals("proposed") && story.question().isEmpty();
  }

  /** Counts while the question stands, and is pressed where there are buttons. */
  private static boolean isAnswer(Advice step) {
    String command = step.command().text();
    return command.startsWith("./responder approve ") || command.startsWith("./responder refuse ");
  }

  private void response(List<LayoutBlock> blocks) {
    List<String> lines = new ArrayList<>();
    if (isAnswered()) {
      Optional<Story.Event> answer = story.events().stream().filter(event -> event.at().isAfter(story.report().timing().startedAt()))
          .reduce((before, later) -> later);
      lines.add(answer.map(event -> sentence(event.text())).orElse("The proposal of this look waits for no answer any more."));
    } else {
      told.response().lines().forEach(line -> lines.add(sentence(line)));
    }
    if (told.response().entry() > 0) {
      lines.add("Ledger entry " + told.response().entry() + ", hash " + SlackText.of(told.response().hash(), LINE) + ".");
    }
    told.byHand().ifPresent(lines::add);
    section(blocks, lines);
    steps(blocks, told.response().commands(), 0);
  }

  private void steps(List<LayoutBlock> blocks, List<Advice> advice, int more) {
    List<Advice> shown = advice.subList(0, Math.min(MOST_STEPS, advice.size()));
    char letter = 'a';
    for (Advice step : shown) {
      String lead = (shown.size() > 1 ? letter++ + ") " : "") + SlackText.of(step.told(effects).text(), SENTENCE);
      String command = step.command().isEmpty() ? "" : SlackText.command(step.command().text(), SlackMessage.MAX_SECTION - SENTENCE - 100);
      boolean left = !step.command().isEmpty() && command.isEmpty();
      section(blocks, command.isEmpty() ? List.of(lead + (left ? " The command is in the report." : "")) : List.of(lead, command));
    }
    int rest = more + advice.size() - shown.size();
    if (rest > 0) {
      section(blocks, List.of(rest == 1 ? "1 more step is in the report." : rest + " more steps are in the report."));
    }
  }

  /** Gone with the question; what is pressed counts with the next sweep, at most a minute later. */
  private static void answers(List<LayoutBlock> blocks, Story.Question asked) {
    String change = asked.from().maxAcu() == asked.to().maxAcu() ? asked.from() + " to " + asked.to()
        : "max " + Numbers.plain(asked.from().maxAcu()) + " to " + Numbers.plain(asked.to().maxAcu()) + " ACU";
    section(blocks, List.of("Approvers may answer here until " + time(asked.expires()) + "; an answer counts within a minute. Plan "
        + SlackText.of(asked.planHash().substring(0, SHORT_HASH), LINE) + ", " + SlackText.of(change, LINE) + "."));
    blocks.add(ActionsBlock.builder().elements(List.of(
        button(SlackInteraction.APPROVE, "Approve", "primary", asked.planHash(),
        "Raises " + change + ", if all that was judged still holds."),
        button(SlackInteraction.REFUSE, "Refuse", "danger", asked.planHash(), "The plan is void, whoever approves it."))).build());
  }

  private static ButtonElement button(String action, String word, String style, String planHash, String follows) {
    return ButtonElement.builder().actionId(action).text(PlainTextObject.builder().text(word).build()).style(style).value(planHash)
        .confirm(ConfirmationDialogObject.builder().title(PlainTextObject.builder().text(word + " this change?").build())
            .text(PlainTextObject.builder().text(follows).build()).confirm(PlainTextObject.builder().text(word).build())
            .deny(PlainTextObject.builder().text("Back").build()).build())
        .build();
  }

  private void evidence(List<LayoutBlock> blocks) {
    List<String> lines = new ArrayList<>();
    told.evidence().found().stream().limit(MOST_FOUND).forEach(found -> lines.add("Found: " + sentence(found.text())));
    long more = told.evidence().found().size() - (long) lines.size();
    if (more > 0) {
      lines.add(more == 1 ? "1 more finding is in the report." : more + " more findings are in the report.");
    }
    if (told.cause().word().isEmpty()) {
      told.evidence().notChecked().stream().limit(MOST_FOUND).forEach(open -> lines.add(
          "Not checked: " + SlackText.of(String.join(", ", open.checks()), SENTENCE)
              + (open.reason().isEmpty() ? "" : " (" + SlackText.of(withoutStop(open.reason().text()), SENTENCE) + ")") + "."));
    } else if (!told.evidence().notChecked().isEmpty()) {
      // The cause is known without them; the report says why they were not made.
      lines.add("Not checked: " + SlackText.of(told.evidence().notChecked().stream().flatMap(open -> open.checks().stream())
          .collect(Collectors.joining(", ")), SENTENCE) + ".");
    }
    section(blocks, lines);
  }

  private List<String> undelivered() {
    return story.undelivered().stream().map(one -> SlackText.of(one.words(), LINE)).toList();
  }

  private void context(List<LayoutBlock> blocks) {
    Notification.Origin origin = told.origin();
    List<String> parts = new ArrayList<>();
    parts.add(SlackText.of(origin.cluster() + ", " + origin.region() + ", " + origin.account(), LINE) + ". Seen at " + time(origin.seenAt())
        + SlackText.of(origin.because(), LINE));
    told.links().forEach(link -> parts.add(SlackText.link(link.title(), link.url())));
    parts.add((told.owner().isEmpty() ? "" : "Owner " + SlackText.of(told.owner(), LINE) + ". ") + "Incident "
        + SlackText.of(told.incident(), LINE));
    List<String> shown = parts.stream().filter(part -> !part.isEmpty()).limit(SlackMessage.MAX_CONTEXT_ELEMENTS).toList();
    blocks.add(ContextBlock.builder().elements(shown.stream().<com.slack.api.model.block.ContextBlockElement>map(SlackLayout::text)
        .toList())
        .build());
  }

  /** For example {@code CRITICAL  orders-db is out of capacity}, {@code HELPED  orders-db: the raise helped}. */
  private String title() {
    Optional<Story.Event> latest = leading();
    String headline = told.headline().text();
    String named = headline.contains(story.cluster()) ? headline : story.cluster() + ": " + headline;
    String what = latest.map(event -> head(event.text().text())).orElseGet(() -> withoutStop(named));
    if (story.isOver()) {
      return "RESOLVED  " + (latest.isPresent() ? what : story.cluster() + ": no alarm of it stands any more");
    }
    if (latest.isPresent()) {
      return latest.get().kind().toUpperCase(Locale.ROOT) + "  " + what;
    }
    if (story.report().state() == Report.State.MITIGATED) {
      return "MITIGATED  " + story.cluster() + ": no alarm stands any more; "
          + (story.lease() == Story.LeaseState.VERIFYING ? "the raise is still to be verified" : "the lease holds");
    }
    return told.severity().name() + "  " + what;
  }

  /** The first headline under one that came later. */
  private String was() {
    return "It was: " + sentence(told.headline());
  }

  private String colour() {
    if (story.isOver()) {
      return GREY;
    }
    Optional<Story.Event> latest = leading();
    if (story.alarming().isPresent() || story.leaseInTrouble()
        || latest.filter(event -> event.severity() == Severity.CRITICAL).isPresent()) {
      return RED;
    }
    boolean waits = latest.filter(event -> event.severity() == Severity.WARNING).isPresent();
    if (story.report().state() == Report.State.MITIGATED) {
      return waits || story.lease() == Story.LeaseState.VERIFYING ? AMBER : GREEN;
    }
    if (latest.isPresent() || told.response().changed()) {
      boolean open = waits || story.lease() == Story.LeaseState.VERIFYING
          || story.lease() == Story.LeaseState.OVERDUE || latest.isEmpty();
      return open ? AMBER : GREEN;
    }
    return switch (told.severity()) {
      case CRITICAL -> RED;
      case WARNING -> AMBER;
      case INFO -> GREY;
      case OK -> GREEN;
    };
  }

  /** The same to a channel that has the message already: what is new, and what is asked. */
  SlackMessage call() {
    List<String> lines = new ArrayList<>(List.of(SlackText.bold(title(), SlackMessage.MAX_TEXT / 2)));
    if (story.question().isPresent()) {
      told.response().lines().forEach(line -> lines.add(sentence(line)));
    }
    lines.add(following());
    lines.addAll(silence());
    return SlackMessage.line(SlackText.lines(lines, SlackMessage.MAX_TEXT));
  }

  /** What happened, who recorded it, and how it is undone. */
  SlackMessage reply(Story.Event event) {
    List<String> lines = new ArrayList<>();
    lines.add(SlackText.of(withoutStop(event.text().text()), SENTENCE) + ". Ledger entry " + event.seq() + ", hash "
        + SlackText.of(event.hash(), LINE) + ".");
    if (event.severity().compareTo(Severity.WARNING) <= 0) {
      event.commands().stream().limit(MOST_STEPS).forEach(step -> {
        lines.add(SlackText.of(step.told().text(), SENTENCE));
        String command = SlackText.command(step.command().text(), SENTENCE * 2);
        lines.add(command.isEmpty() ? "The command is in the report." : command);
      });
    }
    lines.add(following());
    lines.addAll(silence());
    return SlackMessage.line(SlackText.lines(lines, SlackMessage.MAX_TEXT));
  }

  private static void section(List<LayoutBlock> blocks, List<String> lines) {
    List<String> shown = lines.stream().filter(line -> !line.isEmpty()).toList();
    if (!shown.isEmpty() && blocks.size() < SlackMessage.MAX_BLOCKS - 1) {
      blocks.add(SectionBlock.builder().text(text(SlackText.lines(shown, SlackMessage.MAX_SECTION))).build());
    }
  }

  /** Verbatim: Slack makes no links, channels or mentions of what it finds in the text. */
  private static MarkdownTextObject text(String markup) {
    return MarkdownTextObject.builder().text(markup).verbatim(true).build();
  }

  private static String sentence(Phrase phrase) {
    String text = SlackText.of(phrase.text(), SENTENCE);
    return text.isEmpty() || ".:;?…".indexOf(text.charAt(text.length() - 1)) >= 0 ? text : text + ".";
  }

  /** In the reader's own zone; UTC where a client cannot. */
  static String time(Instant when) {
    return "<!date^" + when.getEpochSecond() + "^{time_secs}|" + Moments.second(when) + ">";
  }

  private static String withoutStop(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}
