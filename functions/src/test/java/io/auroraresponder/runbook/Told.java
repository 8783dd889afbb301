package io.auroraresponder.runbook;

import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.notify.UnexplainedNumbers;
import java.util.ArrayList;
import java.util.List;

/** Everything that an examination tells people, for tests. */
public final class Told {
  private Told() {}

  /** One line each: verdict, advice, findings as severity, check and summary, then gaps. */
  public static List<String> lines(Examination examination) {
    List<String> lines = new ArrayList<>();
    Diagnosis diagnosis = examination.diagnosis();
    lines.add(diagnosis.severity().word() + " " + examination.verdict().cause() + " | " + diagnosis.headline());
    diagnosis.advice().forEach(advice -> lines.add("> " + advice.text() + " " + advice.command()));
    for (Finding finding : examination.findings()) {
      lines.add(finding.severity().word() + " " + finding.check() + ": " + finding.summary() + " [" + finding.threshold() + "]");
    }
    examination.gaps().forEach(gap -> lines.add("? " + gap.check() + ": " + gap.reason()));
    return lines;
  }

  /** Numbers of any text that no fact explains. */
  public static List<String> unexplained(Examination examination, String... names) {
    List<Phrase> phrases = new ArrayList<>(List.of(examination.diagnosis().headline(), examination.diagnosis().impact()));
    examination.diagnosis().range().ifPresent(range -> range.refused().forEach(refused -> phrases.add(refused.reason())));
    examination.diagnosis().advice().forEach(advice -> add(phrases, advice));
    for (Finding finding : examination.findings()) {
      phrases.addAll(List.of(finding.summary(), finding.observed(), finding.threshold()));
      finding.advice().forEach(advice -> add(phrases, advice));
    }
    for (Gap gap : examination.gaps()) {
      phrases.addAll(List.of(gap.reason(), gap.cure()));
    }
    return phrases.stream().flatMap(phrase -> unexplained(phrase, names).stream()).toList();
  }

  private static List<String> unexplained(Phrase phrase, String... names) {
    List<Fact> facts = phrase.facts();
    return UnexplainedNumbers.in(phrase.text(), facts, List.of(names));
  }

  private static void add(List<Phrase> phrases, Advice advice) {
    phrases.add(advice.text());
    phrases.add(advice.command());
  }
}
