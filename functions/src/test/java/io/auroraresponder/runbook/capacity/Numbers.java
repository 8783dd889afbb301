package io.auroraresponder.runbook.capacity;

import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.runbook.CheckResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the numbers of a text: digits in a word with letters are a name, unless the letters are a unit glued to the number. */
final class Numbers {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}_.:/@#…-]+");
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)*");
  private static final Pattern WITH_UNIT = Pattern.compile("(\\d+(?:\\.\\d+)*)(?:x|s|ms|min|h|d|B|MB|GB|ACU)");

  private Numbers() {}

  static List<String> in(String text) {
    List<String> numbers = new ArrayList<>();
    Matcher words = WORD.matcher(text);
    while (words.find()) {
      String word = words.group().replaceAll("[.:/-]+$", "");
      Matcher withUnit = WITH_UNIT.matcher(word);
      if (withUnit.matches()) {
        numbers.add(withUnit.group(1));
      } else if (word.codePoints().noneMatch(one -> Character.isLetter(one) || "_#@…".indexOf(one) >= 0)) {
        NUMBER.matcher(word).results().forEach(result -> numbers.add(result.group()));
      }
    }
    return numbers;
  }

  /** Numbers of the phrase that none of its own facts explains. */
  static List<String> unexplained(Phrase phrase) {
    Set<String> explained = new HashSet<>();
    for (Fact fact : phrase.facts()) {
      explained.addAll(in(fact.words()));
    }
    return in(phrase.text()).stream().filter(number -> !explained.contains(number)).toList();
  }

  static List<Phrase> phrases(Diagnosis diagnosis) {
    List<Phrase> all = new ArrayList<>(List.of(diagnosis.headline(), diagnosis.impact()));
    diagnosis.range().orElseThrow().refused().forEach(refused -> all.add(refused.reason()));
    diagnosis.advice().forEach(advice -> add(all, advice));
    return all;
  }

  static List<Phrase> phrases(CheckResult result) {
    List<Phrase> all = new ArrayList<>();
    switch (result) {
      case CheckResult.Clear clear -> all.addAll(List.of(clear.seen().summary(), clear.seen().observed(), clear.seen().threshold()));
      case CheckResult.Found found ->
          found.findings().forEach(
              finding -> {
                all.addAll(List.of(finding.summary(), finding.observed(), finding.threshold()));
                finding.advice().forEach(advice -> add(all, advice));
              });
      case CheckResult.Inconclusive open -> all.addAll(List.of(open.gap().reason(), open.gap().cure()));
    }
    return all;
  }

  private static void add(List<Phrase> all, Advice advice) {
    all.add(advice.text());
    all.add(advice.command());
  }
}
