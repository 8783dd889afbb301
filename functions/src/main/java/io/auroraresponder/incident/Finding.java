package io.auroraresponder.incident;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What one check found: the measured value, its limit and since when.
 *
 * @param check the check's id: its class name without "Check", also the anchor in docs/runbooks
 * @param severity {@link Severity#OK} when the check looked and all is in order
 * @param summary one line for people
 * @param observed the measured value
 * @param threshold the limit that it is held against
 * @param since when it began, as far as the evidence reaches
 * @param advice in order of preference
 * @param place the instance that it is about, with its endpoint, and where it comes out of a database that database; for what is the whole
 *     server's the one in which most goes on. Unknown for what is the whole cluster's
 */
public record Finding(
    String check, Severity severity, Phrase summary, Phrase observed, Phrase threshold, Instant since, List<Advice> advice,
    Report.Place place) {
  public Finding {
    advice = List.copyOf(advice);
  }

  /** One whose place is not known yet. */
  public Finding(
      String check, Severity severity, Phrase summary, Phrase observed, Phrase threshold, Instant since, List<Advice> advice) {
    this(check, severity, summary, observed, threshold, since, advice, Report.Place.UNKNOWN);
  }

  /** The id under which a report says what its look took of the server: told, and no check. */
  public static final String LOOK_COST = "LookCost";

  /** Begins the text of a look that nothing new led to. */
  public static final String LOOKED_AGAIN = "looked again";

  public static Finding of(String check, Severity severity, Phrase summary, Phrase observed, Phrase threshold, Instant since) {
    return new Finding(check, severity, summary, observed, threshold, since, List.of());
  }

  public Finding with(Advice more) {
    List<Advice> all = new ArrayList<>(advice);
    all.add(more);
    return new Finding(check, severity, summary, observed, threshold, since, all, place);
  }

  /** The same, about that database of its instance; empty changes nothing. */
  public Finding within(String database) {
    return database.isBlank() ? this : at(place.within(database));
  }

  /** The same, at that place. */
  public Finding at(Report.Place other) {
    return new Finding(check, severity, summary, observed, threshold, since, advice, other);
  }

  /** The database that it says it is about, or that the first of its advice needs; empty where neither says so. */
  public String database() {
    return Stream.concat(Stream.of(place.database()), advice.stream().map(Advice::database))
        .filter(name -> !name.isBlank()).findFirst().orElse("");
  }

  /** The same with better advice in front of its own; advice that it already gives stands once. */
  public Finding withFirst(List<Advice> better) {
    LinkedHashSet<Advice> all = new LinkedHashSet<>(better);
    all.addAll(advice);
    return new Finding(check, severity, summary, observed, threshold, since, List.copyOf(all), place);
  }

  /** The same with its commands of the AWS CLI for this region. */
  Finding in(String region) {
    return new Finding(check, severity, summary, observed, threshold, since, advice.stream().map(one -> one.in(region)).toList(), place);
  }

  /** A check's id as people say it: {@code TransactionIds} as {@code transaction IDs}. */
  public static String spoken(String check) {
    return check.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT).replaceAll("\\bcpu\\b", "CPU")
        .replaceAll("\\bids\\b", "IDs");
  }

  /** Every fact of every phrase, each once, in order of appearance. */
  public List<Fact> facts() {
    LinkedHashSet<Fact> all = new LinkedHashSet<>(summary.facts());
    all.addAll(observed.facts());
    all.addAll(threshold.facts());
    for (Advice one : advice) {
      all.addAll(one.text().facts());
      all.addAll(one.command().facts());
    }
    return List.copyOf(all);
  }
}
