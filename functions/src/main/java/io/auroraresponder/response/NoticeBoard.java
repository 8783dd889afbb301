package io.auroraresponder.response;

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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings every channel up to date with an incident. Whoever calls says only that something may have changed: what is told follows from
 * the story and from what the channel shows, so a call that comes twice, late or before another changes nothing.
 *
 * <p>A channel that fails keeps none of the others from being told, and the last of them says so.
 */
public final class NoticeBoard {
  private static final Logger LOG = LoggerFactory.getLogger(NoticeBoard.class);

  /** One step is a message, an edit or a reply; more than this in one call means that two of them undo each other. */
  private static final int MOST_STEPS = 40;

  /** A run that dies leaves its claim for that long: as long as its function may run. */
  private static final Duration CLAIM = Duration.ofSeconds(60);

  private static final String BUSY = "another run is telling it";

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

  private final Function<String, Optional<Story>> stories;
  private final NoticeLog notices;
  private final List<NoticeChannel> channels;
  private final InstantSource clock;
  private final Pause pause;

  /**
   * Over the channels of a deployment.
   *
   * @param stories the present story of an incident, by its key; asked for before each step
   * @param channels in the order in which they are told; the last one says which of the others failed
   */
  public NoticeBoard(Function<String, Optional<Story>> stories, NoticeLog notices, List<NoticeChannel> channels, InstantSource clock,
      Pause pause) {
    this.stories = stories;
    this.notices = notices;
    this.channels = List.copyOf(channels);
    this.clock = clock;
    this.pause = pause;
  }

  /**
   * Something may have changed.
   *
   * @param key the incident's key
   * @param run names this call, as Lambda's request id
   */
  public Result update(String key, String run, Deadline deadline) {
    List<String> told = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    Map<String, Long> after = new LinkedHashMap<>();
    for (NoticeChannel channel : channels) {
      Optional<String> why = advance(key, channel, run, deadline, seconds -> after.putIfAbsent(channel.word(), seconds));
      why.ifPresentOrElse(reason -> failed.add(channel.word() + ": " + reason), () -> told.add(channel.word()));
    }
    return new Result(told, failed, after);
  }

  /** Tells news that belong to no incident, once. {@code dedup}: the same for the same news. */
  public Result announce(News news, String dedup, String run, Deadline deadline) {
    List<String> told = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    for (NoticeChannel channel : channels) {
      Optional<Notice> claimed = claim("news-" + dedup, channel, run, deadline);
      Optional<String> why = claimed.isEmpty() ? Optional.of(BUSY)
          : tell(channel, claimed.get(), deadline, shown -> channel.announce(news, shown, clock.instant()), after -> {});
      why.ifPresentOrElse(reason -> failed.add(channel.word() + ": " + reason), () -> told.add(channel.word()));
    }
    return new Result(told, failed, Map.of());
  }

  /** A look was published that may have been replaced by now: channels that pass on each of them do, once. */
  public Result pass(PublishedLook look, String run, Deadline deadline) {
    List<String> told = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    for (NoticeChannel channel : channels) {
      if (channel.pass(look, shown(notices.read(look.incident(), channel.word()))).isPresent()) {
        Optional<Notice> claimed = claim(look.incident(), channel, run, deadline);
        Optional<String> why = claimed.isEmpty() ? Optional.of(BUSY)
            : tell(channel, claimed.get(), deadline, shown -> channel.pass(look, shown), after -> {});
        why.ifPresentOrElse(reason -> failed.add(channel.word() + ": " + reason), () -> told.add(channel.word()));
      }
    }
    return new Result(told, failed, Map.of());
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

  /** Why it is not up to date; empty where it is. */
  private Optional<String> advance(String key, NoticeChannel channel, String run, Deadline deadline, LongConsumer seconds) {
    Optional<Story> found = stories.apply(key);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Story story = found.get();
    Notice seen = notices.read(story.incident(), channel.word());
    boolean idle = seen.owner().isEmpty() && channel.next(whole(story, channel), shown(seen), clock.instant()).isEmpty();
    if (idle) {
      return Optional.empty();
    }
    Optional<Notice> claimed = claim(story.incident(), channel, run, deadline);
    return claimed.isEmpty() ? Optional.of(BUSY) : tell(key, channel, claimed.get(), deadline, seconds);
  }

  /** Who comes second waits: the first may have read the story before it went on. */
  private Optional<Notice> claim(String incident, NoticeChannel channel, String run, Deadline deadline) {
    while (true) {
      Instant now = clock.instant();
      Optional<Notice> claimed = notices.claim(incident, channel.word(), run, now.plus(CLAIM), now);
      if (claimed.isPresent() || deadline.left().compareTo(POLL) <= 0) {
        return claimed;
      }
      try {
        pause.take(POLL);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
  }

  private Optional<String> tell(String key, NoticeChannel channel, Notice claimed, Deadline deadline, LongConsumer seconds) {
    List<Story> latest = new ArrayList<>();
    return tell(
        channel, claimed, deadline,
        shown -> {
          Optional<Story> story = stories.apply(key).filter(one -> one.incident().equals(claimed.incident()));
          latest.clear();
          story.ifPresent(latest::add);
          return story.flatMap(one -> channel.next(whole(one, channel), shown, clock.instant()));
        },
        change -> latest.forEach(story -> measured(channel, story, change.before(), change.after()).ifPresent(seconds)));
  }

  private record Change(Shown before, Shown after) {}

  private Optional<String> tell(
      NoticeChannel channel, Notice claimed, Deadline deadline, Function<Shown, Optional<NoticeChannel.Step>> next, Consumer<Change> done) {
    Notice notice = claimed;
    try {
      for (int step = 0; step < MOST_STEPS; step++) {
        Shown shown = shown(notice);
        Optional<NoticeChannel.Step> todo = next.apply(shown);
        if (todo.isEmpty()) {
          return Optional.empty();
        }
        Shown after = todo.get().take(deadline);
        done.accept(new Change(shown, after));
        Optional<Notice> kept = notices.keep(notice, RecordJson.write(after), clock.instant());
        if (kept.isEmpty()) {
          return Optional.of("another run took over");
        }
        notice = kept.get();
      }
      return Optional.of("it never came to rest");
    } catch (UndeliveredException refused) {
      return Optional.of(failed(channel, notice, refused.code()));
    } catch (DependencyException missing) {
      return Optional.of(failed(channel, notice, missing.code().isEmpty() ? missing.service() : missing.code()));
    } finally {
      notices.release(notices.read(notice.incident(), notice.channel()), clock.instant(), notice.owner());
    }
  }

  private String failed(NoticeChannel channel, Notice notice, String code) {
    LOG.atWarn().setMessage("channel not told").addKeyValue("channel", channel.word()).addKeyValue("code", code)
        .addKeyValue("incident", notice.incident()).log();
    var unused = notices.keep(notice, RecordJson.write(shown(notice).failing(clock.instant(), code)), clock.instant());
    return code;
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

  private Story whole(Story story, NoticeChannel channel) {
    List<Story.Undelivered> failed = new ArrayList<>();
    for (NoticeChannel other : channels) {
      if (!other.word().equals(channel.word())) {
        Shown shown = shown(notices.read(story.incident(), other.word()));
        if (shown.isFailing()) {
          failed.add(new Story.Undelivered(other.spoken(), shown.failed(), shown.why()));
        }
      }
    }
    return failed.isEmpty() ? story : story.with(failed);
  }

  private static Shown shown(Notice notice) {
    return notice.shown().isEmpty() ? Shown.NOTHING : RecordJson.read(notice.shown(), Shown.class);
  }
}
