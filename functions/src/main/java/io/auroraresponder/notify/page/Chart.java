package io.auroraresponder.notify.page;

import static j2html.TagCreator.text;

import io.auroraresponder.incident.Numbers;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** A picture over time as inline SVG: lines that break where nothing was measured, steps, a level, and marks with letters. */
final class Chart {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 200;
  private static final int LEFT = 56;
  private static final int RIGHT = 12;
  private static final int TOP = 40;

  /** The unit stands over the highest number: on a telephone letters are 20 high. */
  private static final int UNIT = 16;
  private static final int BOTTOM = 24;
  /** Letters that are nearer than this would touch. */
  private static final int NEAR = 28;
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);

  /** A value at a time; empty where nothing was measured. */
  record Point(Instant at, Optional<Double> value) {}

  /**
   * A line.
   *
   * @param style its class in the page's style sheet
   * @param stepped whether a value holds until the next
   */
  record Line(String label, String style, boolean stepped, List<Point> points) {}

  /** Something that happened. */
  record Mark(String letter, String label, Instant at) {}

  private final String title;
  private final String description;
  private final Instant from;
  private final Instant to;
  private final double top;
  private final String unit;

  /**
   * An empty picture.
   *
   * @param description what a reader hears who cannot see it
   * @param top the largest value that fits, above 0
   */
  Chart(String title, String description, Instant from, Instant to, double top, String unit) {
    this.title = title;
    this.description = description;
    this.from = from;
    this.to = to;
    this.top = top;
    this.unit = unit;
  }

  /** The least number above {@code most} that reads as plainly as its half. */
  static double top(double most) {
    double power = Math.pow(10, Math.floor(Math.log10(Math.max(1, most))));
    return DoubleStream.of(1, 1.2, 1.4, 1.6, 2, 3, 4, 5, 6, 8, 10, 12).map(step -> step * power).filter(top -> top > most * 1.02)
        .findFirst()
        .orElse(power * 20);
  }

  DomContent draw(List<Line> lines, Optional<Double> level, List<Mark> marks, Optional<Instant> measuredUntil) {
    List<DomContent> parts = new ArrayList<>();
    parts.add(tag("title").with(text(title)));
    parts.add(tag("desc").with(text(description)));
    for (double share : List.of(0.0, 0.5, 1.0)) {
      String height = number(y(top * share));
      parts.add(tag("line").attr("class", "grid").attr("x1", LEFT).attr("x2", WIDTH - RIGHT).attr("y1", height).attr("y2", height));
      parts.add(label(LEFT - 6, y(top * share) + 4, "end", Numbers.plain(top * share)));
    }
    parts.add(label(LEFT - 6, UNIT, "end", unit));
    for (Instant tick : ticks()) {
      boolean atTheEdge = x(tick) > WIDTH - RIGHT - NEAR;
      parts.add(label(atTheEdge ? WIDTH : x(tick), HEIGHT - 6, atTheEdge ? "end" : "middle", CLOCK.format(tick)));
    }
    level.ifPresent(value -> parts.add(tag("line").attr("class", "level").attr("x1", LEFT).attr("x2", WIDTH - RIGHT)
        .attr("y1", number(y(value))).attr("y2", number(y(value)))));
    lines.forEach(line -> parts.add(tag("path").attr("class", line.style()).attr("d", path(line)).attr("fill", "none")));
    parts.addAll(drawn(marks));
    measuredUntil.ifPresent(since -> parts.add(unmeasured(since)));
    return tag("svg").attr("viewBox", "0 0 " + WIDTH + " " + HEIGHT).attr("role", "img").attr("aria-label", title + ": " + description)
        .with(parts);
  }

  /** Letters that would stand on each other stand side by side, over the first of their lines. */
  private List<DomContent> drawn(List<Mark> marks) {
    List<DomContent> parts = new ArrayList<>();
    List<Mark> sorted = marks.stream().sorted(Comparator.comparing(Mark::at)).toList();
    double before = Double.NEGATIVE_INFINITY;
    StringBuilder letters = new StringBuilder();
    for (Mark mark : sorted) {
      double at = x(mark.at());
      parts.add(tag("line").attr("class", "mark").attr("x1", number(at)).attr("x2", number(at)).attr("y1", TOP - 4)
          .attr("y2", HEIGHT - BOTTOM));
      if (at - before > NEAR) {
        letter(before, letters, parts);
        before = at;
        letters.setLength(0);
      }
      letters.append(letters.isEmpty() ? "" : " ").append(mark.letter());
    }
    letter(before, letters, parts);
    return parts;
  }

  private static void letter(double x, StringBuilder letters, List<DomContent> parts) {
    if (!letters.isEmpty()) {
      parts.add(label(x, TOP - 8, "middle", letters.toString()));
    }
  }

  /** Time in which nothing was measured, said where a reader looks for it. */
  private DomContent unmeasured(Instant since) {
    return label((x(since) + x(to)) / 2, (double) (TOP + HEIGHT - BOTTOM) / 2, "middle", "not measured after " + CLOCK.format(since));
  }

  private String path(Line line) {
    StringBuilder path = new StringBuilder();
    boolean open = false;
    double before = 0;
    for (Point point : line.points()) {
      if (point.value().isEmpty() || point.at().isBefore(from) || point.at().isAfter(to)) {
        open = false;
        continue;
      }
      double value = Math.clamp(point.value().get(), 0, top);
      String across = number(x(point.at()));
      if (open && line.stepped()) {
        path.append(" L ").append(across).append(' ').append(number(y(before)));
      }
      path.append(open ? " L " : " M ").append(across).append(' ').append(number(y(value)));
      open = true;
      before = value;
    }
    return path.toString().strip();
  }

  /** Full quarters of an hour, fewer where the time is long. */
  private List<Instant> ticks() {
    long minutes = Math.max(1, Duration.between(from, to).toMinutes());
    long step = minutes <= 40 ? 5 : minutes <= 100 ? 15 : minutes <= 240 ? 30 : minutes <= 720 ? 120 : 360;
    List<Instant> ticks = new ArrayList<>();
    long seconds = step * 60;
    for (long at = (from.getEpochSecond() / seconds + 1) * seconds; at <= to.getEpochSecond(); at += seconds) {
      ticks.add(Instant.ofEpochSecond(at));
    }
    return ticks;
  }

  private double x(Instant at) {
    double whole = Math.max(1, Duration.between(from, to).toMillis());
    return LEFT + (WIDTH - LEFT - RIGHT) * Math.clamp(Duration.between(from, at).toMillis() / whole, 0, 1);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top;
  }

  private static ContainerTag<?> label(double x, double y, String anchor, String words) {
    return tag("text").attr("x", number(x)).attr("y", number(y)).attr("text-anchor", anchor).with(text(words));
  }

  private static ContainerTag<?> tag(String name) {
    return new Element(name);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** An element that j2html has no method for. */
  static final class Element extends ContainerTag<Element> {
    Element(String name) {
      super(name);
    }
  }
}
