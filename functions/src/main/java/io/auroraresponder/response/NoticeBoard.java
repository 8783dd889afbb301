package io.auroraresponder.response;

import io.auroraresponder.incident.AtOnce;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.ledger.NoticeLog;
import io.auroraresponder.ledger.NoticeLog.Notice;
import io.auroraresponder.ledger.RecordJson;
import io.auroraresponder.notify.Channel;
import io.auroraresponder.notify.News;
import io.auroraresponder.notify.NoticeChannel;
import io.auroraresponder.notify.PublishedLook;
import io.auroraresponder.notify.Shown;
import io.auroraresponder.notify.Story;
import io.auroraresponder.notify.UndeliveredException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings every channel up to date with an incident, all of them at the same time. Whoever calls says only that something may have
 * changed: what is told follows from the story and from what the channel shows, so a call that comes twice, late or before another changes
 * nothing.
 *
 * <p>A channel that fails keeps none of the others from being told, and they say so.
 *
 * <p>The story that a channel is told was read after the channel was claimed, so no run goes back behind what another one told.
 */
public final class NoticeBoard {
  private static final Logger LOG = LoggerFactory.getLogger(NoticeBoard.class);

  /** One step is a message, an edit or a reply; more than this in one call means that two of them undo each other. */
  private static final int MOST_STEPS = 40;

  /** A run that dies leaves its claim for that long: as long as its function may run. */
  private static final Duration CLAIM = Duration.ofSeconds(60);

  /** How a channel is listed that took its message. */
  public static final String DELIVERED = "delivered";

  private static final Duration POLL = Duration.ofMillis(400);

  /** Waits. */
  @FunctionalInterface
  public interface Pause {
    void take(Duration length) throws InterruptedException;
  }

  /**
   * What a call came to.
   *
   * @param channels those that show the story now
   * @param failed those that do not, each with why
   * @param afterSeconds how long after what happened each channel took the first message that this call sent
   */
  public record Result(List<String> channels, List<String> failed, Map<String, Long> afterSeconds) {
    public Result {
      channels = List.copyOf(channels);
      failed = List.copyOf(failed);
      afterSeconds = Collections.unmodifiableMap(new LinkedHashMap<>(afterSeconds));
    }
  }

  /**
   * What became of a channel.
   *
   * @param why it is not up to date; empty where it is
   * @param after seconds from what happened to its answer, where a message was sent
   * @param turned it failed now, or took a message after it had failed
   */
  private record Told(Optional<String> why, OptionalLong after, boolean turned) {}

  /** What a round begins with: the story, a look of it that was published, and what each channel showed after the story was read. */
  private record Look(
      Story story, Optional<PublishedLook> published, Map<NoticeChannel, Notice> seen, Map<NoticeChannel, Shown> shown) {}

  /** One step of a channel. */
  private record Change(Shown before, Shown after) {}

  private static final Told UP_TO_DATE = new Told(Optional.empty(), OptionalLong.empty(), false);
  private static final Told BUSY = new Told(Optional.of("another run is telling it"), OptionalLong.empty(), false);

  private final Function<String, Optional<Story>> stories;
  private final NoticeLog notices;
  private final List<NoticeChannel> channels;
  private final Executor threads;
  private final InstantSource clock;
  private final Pause pause;

  /**
   * Over the channels of a deployment.
   *
   * @param stories the present story of an incident, by its key; asked for before each step
   * @param channels told at the same time where {@code threads} allows it, else in this order
   */
  public NoticeBoard(Function<String, Optional<Story>> stories, NoticeLog notices, List<NoticeChannel> channels, Executor threads,
      InstantSource clock, Pause pause) {
    this.stories = stories;
    this.notices = notices;
    this.channels = List.copyOf(channels);
    this.threads = threads;
    this.clock = clock;
    this.pause = pause;
  }

  /**
   * Something may have changed.
   *
   * @param key the incident's key
   * @param look that was published and may have been replaced by now: channels that pass on each of them do, once
   * @param run names this call, as Lambda's request id
   */
  public Result update(String key, Optional<PublishedLook> look, String run, Deadline deadline) {
    Map<NoticeChannel, Told> told = round(key, look, channels, run, deadline);
    if (told.values().stream().anyMatch(Told::turned)) {
      // Who was told at the same time does not know yet which channel failed, or takes messages again.
      told.putAll(round(key, Optional.empty(), channels.stream().filter(channel -> told.getOrDefault(channel, UP_TO_DATE).why().isEmpty())
          .toList(), run, deadline));
    }
    return result(told);
  }

  private static Result result(Map<NoticeChannel, Told> told) {
    List<String> shown = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    Map<String, Long> after = new LinkedHashMap<>();
    told.forEach((channel, one) -> {
      one.why().ifPresentOrElse(reason -> failed.add(channel.word() + ": " + reason), () -> shown.add(channel.word()));
      one.after().ifPresent(seconds -> after.put(channel.word(), seconds));
    });
    return new Result(shown, failed, after);
  }

  /** Brings these channels up to date, all at the same time. */
  private Map<NoticeChannel, Told> round(
      String key, Optional<PublishedLook> look, List<NoticeChannel> some, String run, Deadline deadline) {
    Optional<Story> story = stories.apply(key);
    Optional<String> incident = story.map(Story::incident);
    if (look.isPresent() && !look.map(PublishedLook::incident).equals(incident)) {
      // Of an incident that another one has followed.
      return both(pass(look.get(), some, run, deadline), round(key, Optional.empty(), some, run, deadline));
    }
    if (story.isEmpty()) {
      return each(some, channel -> UP_TO_DATE);
    }
    Map<NoticeChannel, Notice> seen = each(channels, channel -> read(story.get().incident(), channel));
    Map<NoticeChannel, Shown> shown = new LinkedHashMap<>();
    seen.forEach((channel, notice) -> shown.put(channel, shown(notice)));
    return each(some, channel -> advance(key, new Look(story.get(), look, seen, shown), channel, run, deadline));
  }

  private static Map<NoticeChannel, Told> both(Map<NoticeChannel, Told> first, Map<NoticeChannel, Told> second) {
    second.forEach((channel, told) -> first.merge(channel, told, (one, other) -> one.why().isPresent() ? one : other));
    return first;
  }

  private <T> Map<NoticeChannel, T> each(List<NoticeChannel> some, Function<NoticeChannel, T> work) {
    List<T> answers = AtOnce.all(threads, some.stream().map(channel -> (Supplier<T>) () -> work.apply(channel)).toList());
    Map<NoticeChannel, T> done = new LinkedHashMap<>();
    for (int i = 0; i < some.size(); i++) {
      done.put(some.get(i), answers.get(i));
    }
    return done;
  }

  /** Tells news that belong to no incident, once. {@code dedup}: the same for the same news. */
  public Result announce(News news, String dedup, String run, Deadline deadline) {
    return result(each(channels, channel -> claim(read("news-" + dedup, channel), run, deadline)
        .map(claimed -> tell(channel, claimed, deadline, shown -> channel.announce(news, shown, clock.instant()), NoticeBoard::unmeasured))
        .orElse(BUSY)));
  }

  private Map<NoticeChannel, Told> pass(PublishedLook look, List<NoticeChannel> some, String run, Deadline deadline) {
    return each(some, channel -> {
      Notice seen = read(look.incident(), channel);
      return channel.pass(look, shown(seen)).isEmpty() ? UP_TO_DATE : claim(seen, run, deadline)
          .map(claimed -> tell(channel, claimed, deadline, shown -> channel.pass(look, shown), NoticeBoard::unmeasured)).orElse(BUSY);
    });
  }

  /** Sends a test message through each channel, or through one; answers with each channel's word or why not. */
  public Map<String, String> test(Optional<String> only, Deadline deadline) {
    return each(only, channel -> channel.test(clock.instant(), deadline));
  }

  /** Asks each channel whether it would take a message. */
  public Map<String, String> check(Deadline deadline) {
    return each(Optional.empty(), channel -> channel.check(deadline));
  }

  private Map<String, String> each(Optional<String> only, Consumer<NoticeChannel> what) {
    Map<String, String> answers = new LinkedHashMap<>();
    for (NoticeChannel channel : channels) {
      if (channel.speaks() && only.filter(wanted -> !wanted.equals(channel.word())).isEmpty()) {
        try {
          what.accept(channel);
          answers.put(channel.word(), DELIVERED);
        } catch (UndeliveredException refused) {
          answers.put(channel.word(), refused.code());
        } catch (DependencyException missing) {
          answers.put(channel.word(), missing.service() + " " + (missing.code().isEmpty() ? "did not answer" : missing.code()));
        }
      }
    }
    return answers;
  }

  private Told advance(String key, Look look, NoticeChannel channel, String run, Deadline deadline) {
    Notice seen = look.seen().getOrDefault(channel, NoticeLog.none(look.story().incident(), channel.word()));
    Shown before = shown(seen);
    boolean idle = look.published().flatMap(one -> channel.pass(one, before)).isEmpty()
        && channel.next(whole(look.story(), channel, look.shown()), before, clock.instant()).isEmpty();
    if (seen.owner().isEmpty() && idle) {
      return UP_TO_DATE;
    }
    Optional<Notice> claimed = claim(seen, run, deadline);
    if (claimed.isEmpty()) {
      return BUSY;
    }
    List<Story> latest = new ArrayList<>();
    return tell(channel, claimed.get(), deadline,
        shown -> {
          Optional<NoticeChannel.Step> passed = look.published().flatMap(one -> channel.pass(one, shown));
          if (passed.isPresent()) {
            return passed;
          }
          Optional<Story> story = stories.apply(key).filter(one -> one.incident().equals(claimed.get().incident()));
          latest.clear();
          story.ifPresent(latest::add);
          return story.flatMap(one -> channel.next(whole(one, channel, look.shown()), shown, clock.instant()));
        },
        change -> latest.isEmpty() ? OptionalLong.empty() : measured(channel, latest.getFirst(), change.before(), change.after()));
  }

  private Notice read(String incident, NoticeChannel channel) {
    return notices.read(incident, channel.word());
  }

  /** Who comes second waits: the first may have read the story before it went on. */
  private Optional<Notice> claim(Notice seen, String run, Deadline deadline) {
    Notice last = seen;
    while (true) {
      Instant now = clock.instant();
      Optional<Notice> claimed = notices.claim(last, run, now.plus(CLAIM), now);
      if (claimed.isPresent() || deadline.left().compareTo(POLL) <= 0) {
        return claimed;
      }
      try {
        pause.take(POLL);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
      last = notices.read(seen.incident(), seen.channel());
    }
  }

  private Told tell(NoticeChannel channel, Notice claimed, Deadline deadline, Function<Shown, Optional<NoticeChannel.Step>> next,
      Function<Change, OptionalLong> seconds) {
    Notice notice = claimed;
    boolean failing = shown(claimed).isFailing();
    OptionalLong after = OptionalLong.empty();
    try {
      for (int step = 0; step < MOST_STEPS; step++) {
        Shown shown = shown(notice);
        Optional<NoticeChannel.Step> todo = next.apply(shown);
        if (todo.isEmpty()) {
          return new Told(Optional.empty(), after, failing && !shown.isFailing());
        }
        Shown taken = todo.get().take(deadline);
        OptionalLong passed = seconds.apply(new Change(shown, taken));
        after = after.isPresent() ? after : passed;
        Optional<Notice> kept = notices.keep(notice, RecordJson.write(taken), clock.instant());
        if (kept.isEmpty()) {
          return new Told(Optional.of("another run took over"), after, false);
        }
        notice = kept.get();
      }
      return new Told(Optional.of("it never came to rest"), after, false);
    } catch (UndeliveredException refused) {
      notice = failed(channel, notice, refused.code());
      return new Told(Optional.of(refused.code()), after, !failing);
    } catch (DependencyException missing) {
      String code = missing.code().isEmpty() ? missing.service() : missing.code();
      notice = failed(channel, notice, code);
      return new Told(Optional.of(code), after, !failing);
    } finally {
      notices.release(notice, clock.instant());
    }
  }

  /** As it is kept then; as it was where another run took over. */
  private Notice failed(NoticeChannel channel, Notice notice, String code) {
    LOG.atWarn().setMessage("channel not told").addKeyValue("channel", channel.word()).addKeyValue("code", code)
        .addKeyValue("incident", notice.incident()).log();
    return notices.keep(notice, RecordJson.write(shown(notice).failing(clock.instant(), code)), clock.instant()).orElse(notice);
  }

  /** Nobody waited for it. */
  private static OptionalLong unmeasured(Change change) {
    return OptionalLong.empty();
  }

  /** The time from what happened to the channel's answer: what people on call feel. Empty where a message was only brought up to date. */
  private OptionalLong measured(NoticeChannel channel, Story story, Shown before, Shown after) {
    boolean event = after.seq() > before.seq() && before.isSent();
    if (!event && (before.isSent() || !after.isSent())) {
      return OptionalLong.empty();
    }
    Instant happened = event
        ? story.events().stream().filter(one -> one.seq() == after.seq()).findFirst().map(Story.Event::at).orElse(story.lookedAt())
        : story.report().incident().signal().at();
    long seconds = Math.max(0, Duration.between(happened, clock.instant()).toSeconds());
    LOG.atInfo().setMessage(Channel.TOLD).addKeyValue("channel", channel.word()).addKeyValue("incident", story.incident())
        .addKeyValue("afterSeconds", seconds).log();
    return OptionalLong.of(seconds);
  }

  /** With which of the others could not be told. */
  private static Story whole(Story story, NoticeChannel channel, Map<NoticeChannel, Shown> shown) {
    List<Story.Undelivered> failed =
        shown.entrySet().stream().filter(other -> !other.getKey().word().equals(channel.word()) && other.getValue().isFailing())
            .map(other -> new Story.Undelivered(other.getKey().spoken(), other.getValue().failed(), other.getValue().why())).toList();
    return failed.isEmpty() ? story : story.with(failed);
  }

  private static Shown shown(Notice notice) {
    return notice.shown().isEmpty() ? Shown.NOTHING : RecordJson.read(notice.shown(), Shown.class);
  }
}
