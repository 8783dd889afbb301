package io.auroraresponder.lab.torture;

import io.auroraresponder.lab.torture.History.Ended;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Many histories, on all processors, and what they showed. */
public final class Histories {
  private static final double HOURS_OF_A_YEAR = 24 * 365.25;
  private static final long MILLIS_OF_AN_HOUR = 3_600_000;
  /** So often a failing history is played again to find a smaller one. */
  private static final int SHRINKS = 300;
  private static final long SHRINK_NANOS = 90_000_000_000L;

  private Histories() {}

  /**
   * What some histories showed.
   *
   * @param histories that were played to their end or to a law that broke
   * @param hours of all histories together
   * @param clusterHours of all clusters together
   * @param judged how often each law was put to the test
   * @param happened what happened, counted by its word
   * @param failed the first history in which a law did not hold, as small as it could be made
   */
  public record Shown(
      long histories, long clusters, double hours, double clusterHours, long faults, Map<Law, Long> judged, Map<String, Long> happened,
      Optional<Failure> failed) {
    /** Lines for people: figures, what happened, one line a law, and a failure with its decisions. */
    public List<String> lines() {
      List<String> lines = new ArrayList<>();
      double mean = histories == 0 ? 0 : 1.0 / histories;
      lines.add(String.format(Locale.ROOT, "%d histories of %.1f clusters and %.1f hours in the mean: %.1f cluster-years", histories,
          clusters * mean, hours * mean, clusterHours / HOURS_OF_A_YEAR));
      lines.add(String.format(Locale.ROOT, "%d faults injected, %d calls sent, %d decisions, %d orders", faults, count("calls"),
          sum("decision "), count("orders")));
      lines.add("troubles: " + words("trouble "));
      lines.add("entries: " + words("entry "));
      for (Law law : Law.values()) {
        long times = judged.getOrDefault(law, 0L);
        boolean broke = failed.filter(failure -> failure.law() == law).isPresent();
        String verdict = broke ? "BROKEN" : times == 0 ? "never put to the test" : "held, judged " + times + " times";
        lines.add(String.format(Locale.ROOT, "%-4s %-76s %s", law, law.text(), verdict));
      }
      failed.ifPresent(failure -> lines.addAll(failure.lines()));
      return lines;
    }

    private long count(String word) {
      return happened.getOrDefault(word, 0L);
    }

    private long sum(String prefix) {
      return happened.entrySet().stream().filter(each -> each.getKey().startsWith(prefix)).mapToLong(Map.Entry::getValue).sum();
    }

    private String words(String prefix) {
      List<String> words = happened.entrySet().stream().filter(each -> each.getKey().startsWith(prefix))
          .map(each -> each.getKey().substring(prefix.length()).toLowerCase(Locale.ROOT).replace('_', '-') + " " + each.getValue())
          .toList();
      return String.join(", ", words);
    }
  }

  /**
   * A law that did not hold.
   *
   * @param decisions what was done in the smallest history that still breaks it
   */
  public record Failure(long seed, Law law, String how, List<String> decisions, List<Integer> troubles, List<Long> faults) {
    List<String> lines() {
      List<String> lines = new ArrayList<>(List.of("", "seed " + seed + ": " + law + " is broken: " + how, ""));
      decisions.forEach(each -> lines.add("  " + each));
      lines.add("");
      lines.add("again: ./responder torture --seed " + seed + " --only "
          + String.join(",", troubles.stream().map(each -> "t" + each).toList())
          + (troubles.isEmpty() || faults.isEmpty() ? "" : ",") + String.join(",", faults.stream().map(each -> "f" + each).toList()));
      return lines;
    }
  }

  /**
   * Plays the histories of consecutive seeds until a law breaks.
   *
   * @param goesOn asked before each; false ends it
   * @param watcher hears of each that has ended, from any thread
   */
  public static Shown play(long firstSeed, long most, BooleanSupplier goesOn, Consumer<Long> watcher) {
    AtomicLong seeds = new AtomicLong(firstSeed);
    ConcurrentLinkedQueue<Ended> ended = new ConcurrentLinkedQueue<>();
    int processors = Math.max(1, Runtime.getRuntime().availableProcessors());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < processors; i++) {
      threads.add(Thread.ofPlatform().name("histories-" + i).start(() -> {
        boolean held = true;
        while (held && goesOn.getAsBoolean() && ended.stream().allMatch(each -> each.broken().isEmpty())) {
          long seed = seeds.getAndIncrement();
          if (seed - firstSeed >= most) {
            return;
          }
          Ended one = new History(seed).run();
          ended.add(one);
          held = one.broken().isEmpty();
          watcher.accept((long) ended.size());
        }
      }));
    }
    try {
      for (Thread each : threads) {
        each.join();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    return shown(List.copyOf(ended));
  }

  /** One history alone, with nothing but these troubles and faults. */
  public static Shown replay(long seed, Set<Integer> troubles, Set<Long> faults) {
    Ended ended = new History(seed, troubles::contains, faults::contains).run();
    return shown(List.of(ended), ended.broken().map(broken -> failure(ended, broken)));
  }

  private static Shown shown(List<Ended> ended) {
    Optional<Failure> failed = ended.stream().filter(each -> each.broken().isPresent()).findFirst().map(Histories::smallest);
    return shown(ended, failed);
  }

  private static Shown shown(List<Ended> ended, Optional<Failure> failed) {
    Map<Law, Long> judged = new EnumMap<>(Law.class);
    Map<String, Long> happened = new TreeMap<>();
    ended.forEach(each -> each.judged().forEach((law, times) -> judged.merge(law, times, Long::sum)));
    ended.forEach(each -> each.happened().forEach((word, times) -> happened.merge(word, times, Long::sum)));
    double hours = ended.stream().mapToDouble(each -> (double) each.millis() / MILLIS_OF_AN_HOUR).sum();
    double clusterHours = ended.stream().mapToDouble(each -> (double) each.millis() / MILLIS_OF_AN_HOUR * each.clusters()).sum();
    return new Shown(
        ended.size(), ended.stream().mapToLong(Ended::clusters).sum(), hours, clusterHours,
        ended.stream().mapToLong(Ended::faultsInjected).sum(), judged, happened, failed);
  }

  private static Failure failure(Ended ended, Laws.Broken broken) {
    return new Failure(ended.seed(), broken.law(), broken.how(), ended.decisions(), ended.troubles(), ended.faults());
  }

  /** Leaves out ever smaller parts of troubles and faults, as long as the same law still breaks. */
  private static Failure smallest(Ended first) {
    Failure best = failure(first, first.broken().orElseThrow());
    int left = SHRINKS;
    long end = System.nanoTime() + SHRINK_NANOS;
    for (int parts = 2; left > 0 && System.nanoTime() < end && parts <= 2 * (best.troubles().size() + best.faults().size()); ) {
      Optional<Failure> smaller = Optional.empty();
      for (int part = 0; part < parts && left > 0 && System.nanoTime() < end && smaller.isEmpty(); part++, left--) {
        smaller = without(best, part, parts);
      }
      best = smaller.orElse(best);
      parts = smaller.isPresent() ? Math.max(2, parts - 1) : parts * 2;
    }
    return best;
  }

  private static Optional<Failure> without(Failure of, int part, int parts) {
    Set<Integer> troubles = new HashSet<>(of.troubles());
    Set<Long> faults = new HashSet<>(of.faults());
    int all = of.troubles().size() + of.faults().size();
    for (int i = all * part / parts; i < all * (part + 1) / parts; i++) {
      if (i < of.troubles().size()) {
        troubles.remove(of.troubles().get(i));
      } else {
        faults.remove(of.faults().get(i - of.troubles().size()));
      }
    }
    if (troubles.size() + faults.size() == all) {
      return Optional.empty();
    }
    Ended ended = new History(of.seed(), troubles::contains, faults::contains).run();
    return ended.broken().filter(broken -> broken.law() == of.law()).map(broken -> failure(ended, broken));
  }
}
