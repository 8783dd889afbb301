package io.auroraresponder.fake;

import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.notify.UnexplainedNumbers;
import io.auroraresponder.runbook.Examination;
import java.util.ArrayList;
import java.util.List;

/** Every phrase that a runbook would say to a person, and the numbers in them that no fact of the same phrase explains. */
public final class Spoken {
  private Spoken() {}

  public static List<Phrase> by(Examination examination) {
    List<Phrase> all = new ArrayList<>();
    for (Finding finding : examination.findings()) {
      all.addAll(List.of(finding.summary(), finding.observed(), finding.threshold()));
      finding.advice().forEach(advice -> add(all, advice));
    }
    for (Gap gap : examination.gaps()) {
      all.addAll(List.of(gap.reason(), gap.cure()));
    }
    Diagnosis diagnosis = examination.diagnosis();
    all.addAll(List.of(diagnosis.headline(), diagnosis.impact()));
    diagnosis.refused().forEach(refused -> all.add(refused.reason()));
    diagnosis.advice().forEach(advice -> add(all, advice));
    return all;
  }

  public static List<String> unexplained(Examination examination) {
    return by(examination).stream()
        .flatMap(phrase -> UnexplainedNumbers.in(phrase.text(), phrase.facts(), List.of()).stream().map(number -> number + " in: " + phrase.text()))
        .toList();
  }

  private static void add(List<Phrase> all, Advice advice) {
    all.add(advice.text());
    all.add(advice.command());
  }
}
