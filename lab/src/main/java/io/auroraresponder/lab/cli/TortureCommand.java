package io.auroraresponder.lab.cli;

import io.auroraresponder.lab.torture.Histories;
import io.auroraresponder.lambda.log.LogOutput;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Plays histories in which everything goes wrong against the acting code, and holds them against the protocol's laws. */
final class TortureCommand implements Command {
  private static final long HISTORIES = 100;

  @Override
  public String name() {
    return "torture";
  }

  @Override
  public String arguments() {
    return "[--seed N] [--histories N] [--seconds N] [--only t1,f2,…]";
  }

  @Override
  public String summary() {
    return "histories of days with crashes, lost answers, people and other hands against what acts; exit 1 where a law breaks";
  }

  @Override
  public int run(List<String> given, Console console) {
    Arguments arguments = Arguments.of(name(), given, Set.of(), Set.of("--seed", "--histories", "--seconds", "--only"));
    if (!arguments.words().isEmpty()) {
      throw new UsageException("torture takes options alone, found " + String.join(" ", arguments.words()));
    }
    long seed = arguments.value("--seed").map(word -> number("--seed", word)).orElse(1L);
    long histories = arguments.value("--histories").map(word -> number("--histories", word)).orElse(HISTORIES);
    Optional<Long> end = arguments.value("--seconds")
        .map(word -> System.nanoTime() + Duration.ofSeconds(number("--seconds", word)).toNanos());
    LogOutput.redirect(OutputStream.nullOutputStream());
    Histories.Shown shown;
    try (Progress progress = Progress.of(console, false)) {
      progress.begun("histories");
      shown = arguments.value("--only").map(only -> replayed(seed, only)).orElseGet(() -> Histories.play(
          seed, histories, () -> end.isEmpty() || System.nanoTime() < end.get(), done -> progress.during("histories " + done)));
      progress.done("seed " + seed);
    }
    console.print(shown.lines());
    return shown.failed().isPresent() ? SAYS_NO : DONE;
  }

  private static Histories.Shown replayed(long seed, String only) {
    Set<Integer> troubles = new HashSet<>();
    Set<Long> faults = new HashSet<>();
    for (String word : List.of(only.split(",", -1))) {
      if (word.matches("t[0-9]{1,9}")) {
        troubles.add(Integer.valueOf(word.substring(1)));
      } else if (word.matches("f-?[0-9]{1,18}")) {
        faults.add(Long.valueOf(word.substring(1)));
      } else if (!word.isEmpty()) {
        throw new UsageException("--only takes troubles and faults such as t12,f3456, found '" + word + "'");
      }
    }
    return Histories.replay(seed, troubles, faults);
  }

  private static long number(String option, String word) {
    if (!word.matches("[0-9]{1,15}")) {
      throw new UsageException(option + " takes a whole number, found '" + word + "'");
    }
    return Long.parseLong(word);
  }
}
