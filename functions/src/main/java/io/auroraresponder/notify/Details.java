package io.auroraresponder.notify;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Privacy;
import io.auroraresponder.incident.Report;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much a channel tells of people and their data. The report itself always holds all of it. */
public enum Details {
  /** Everything: names, and statements without their literals. */
  FULL,
  /** Who it is, and not what they say. */
  NAMES,
  /** Numbers, pids and states alone. */
  NONE;

  /** Stands where something was left out. */
  static final String LEFT_OUT = "(in the report)";

  /** A command of PostgreSQL's own: what a statement does, and nothing of whom or what it is about. */
  private static final Pattern COMMAND = Pattern.compile(
      "(?i)(?:SELECT|INSERT|UPDATE|DELETE|MERGE|COPY|VACUUM|ANALYZE|TRUNCATE|LOCK|REINDEX|CLUSTER|BEGIN|COMMIT|ROLLBACK|CALL|WITH"
          + "|REFRESH MATERIALIZED VIEW|CREATE(?: UNIQUE)? INDEX|(?:ALTER|CREATE|DROP) (?:TABLE|INDEX|VIEW|SEQUENCE|TYPE))(?= )");

  private static final Phrase IN_THE_REPORT = Phrase.of("The command is in the report.");

  /** The word of the setting. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  private boolean hides(Fact fact) {
    return switch (this) {
      case FULL -> false;
      case NAMES -> fact.privacy() == Privacy.STATEMENT;
      case NONE -> fact.privacy() != Privacy.OPEN;
    };
  }

  /** The phrase without what this channel does not tell; a word that happens to be the same is left out with it. */
  Phrase shown(Phrase phrase) {
    List<Fact> hidden =
        phrase.facts().stream().filter(this::hides).sorted(Comparator.comparingInt((Fact fact) -> fact.words().length()).reversed())
        .toList();
    if (hidden.isEmpty()) {
      return phrase;
    }
    String text = phrase.text();
    for (Fact fact : hidden) {
      text = Pattern.compile("(?<![\\w-])" + Pattern.quote(fact.words()) + "(?![\\w-])").matcher(text)
          .replaceAll(Matcher.quoteReplacement(inPlaceOf(fact)));
    }
    return new Phrase(text.replace(LEFT_OUT + " (pid ", "a session (pid "), phrase.facts().stream().filter(fact -> !hides(fact)).toList());
  }

  /** Who reads that an ALTER TABLE waits knows what to look for, though not in which table. */
  private String inPlaceOf(Fact hidden) {
    Matcher command = COMMAND.matcher(hidden.words());
    return this == NAMES && hidden.privacy() == Privacy.STATEMENT && command.lookingAt()
        ? command.group().toUpperCase(Locale.ROOT) + " " + LEFT_OUT : LEFT_OUT;
  }

  /** Where to connect; what people call their database is a name. */
  Report.Place shown(Report.Place place) {
    return this == NONE ? place.within("") : place;
  }

  /** A command is whole or not there: half a command is another command. */
  Advice shown(Advice advice) {
    boolean hidden = advice.command().facts().stream().anyMatch(this::hides);
    return hidden ? new Advice(shown(advice.text()).sentence().and(" ", IN_THE_REPORT), Phrase.EMPTY)
        : new Advice(shown(advice.text()), advice.command(), advice.database());
  }
}
