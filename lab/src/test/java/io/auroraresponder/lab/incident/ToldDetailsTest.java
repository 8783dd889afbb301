package io.auroraresponder.lab.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Privacy;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.lab.people.PagerDutyServer;
import io.auroraresponder.notify.Audience;
import io.auroraresponder.notify.Details;
import io.auroraresponder.notify.MailReaders;
import io.auroraresponder.notify.Message;
import io.auroraresponder.notify.Notification;
import io.auroraresponder.notify.Shown;
import io.auroraresponder.notify.Story;
import io.auroraresponder.notify.WebCall;
import io.auroraresponder.notify.bus.BusChannel;
import io.auroraresponder.notify.page.ReportPage;
import io.auroraresponder.notify.pager.PagerChannel;
import io.auroraresponder.notify.pager.PagerDuty;
import io.auroraresponder.notify.slack.SlackMessage;
import io.auroraresponder.notify.sns.SnsPublisher;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;

/** Every channel tells of people and their data what its setting lets through, in the story of each bundled incident. */
class ToldDetailsTest {
  /** Names of incidents that are words of our own messages too: a pool in front of the database, the wait profile. */
  private static final Set<String> ORDINARY = Set.of("pool", "profile");

  /** A literal of a statement: a text in quotes, or a number that something is compared with or set to. */
  private static final Pattern LITERAL = Pattern.compile("'[^']*'|[=<>]\\s*-?\\d");

  private final PagerDutyServer server = new PagerDutyServer(Clock.systemUTC());
  private final PagerDuty pager = new PagerDuty(new WebCall(length -> {}), server.address(), () -> PagerDutyServer.ROUTING_KEY);

  @AfterEach
  void close() {
    server.close();
  }

  private static List<Story> stories() throws IOException {
    List<Story> stories = new ArrayList<>();
    for (String name : BundledIncidents.names()) {
      if (!BundledIncidents.named(name).expectation().noReport()) {
        stories.add(StoredStory.read(StoredStoryTest.FOLDER.resolve(name + StoredStory.ENDING)));
      }
    }
    return stories;
  }

  /** The texts that people get of a story, by channel. */
  private Map<String, String> told(Story story, Details details) {
    Audience audience = new Audience(Severity.OK, Severity.OK, details, details);
    JsonObject published = published(story.report(), details);
    Map<String, String> told = new TreeMap<>();
    told.put("slack", String.join("\n", leaves(SlackMessage.of(story, details).json())));
    told.put("pager", String.join("\n", leaves(paged(story, audience))));
    for (String protocol : published.keySet()) {
      if (!Set.of("sqs", "lambda").contains(protocol)) {
        told.put("sns " + protocol, published.get(protocol).getAsString());
      }
    }
    Message mail = new MailReaders(Optional.empty(), details).message(Notification.of(story.report()));
    told.put("mail", mail.whole());
    return told;
  }

  private static JsonObject published(Report report, Details details) {
    List<PublishRequest> sent = new ArrayList<>();
    SnsClient topic = new SnsClient() {
      @Override
      public PublishResponse publish(PublishRequest request) {
        sent.add(request);
        return PublishResponse.builder().messageId("m-1").build();
      }

      @Override
      public String serviceName() {
        return "sns";
      }

      @Override
      public void close() {}
    };
    new SnsPublisher(() -> topic, "arn:aws:sns:eu-west-1:111122223333:findings", new MailReaders(Optional.empty(), details),
        InstantSource.system()).publish(report);
    JsonObject json = JsonParser.parseString(sent.getFirst().message()).getAsJsonObject();
    json.addProperty("subject", sent.getFirst().subject());
    return json;
  }

  /** What PagerDuty took of it; empty where nobody is called any more. */
  private JsonObject paged(Story story, Audience audience) {
    int before = server.taken().size();
    PagerChannel.ofIncident(pager, audience).next(story, Shown.NOTHING, story.lookedAt())
        .ifPresent(step -> step.take(Deadline.after(Duration.ofSeconds(10))));
    return server.taken().stream().skip(before).map(PagerDutyServer.Taken::event).findFirst().orElseGet(JsonObject::new);
  }

  private static List<String> leaves(JsonElement json) {
    if (json.isJsonObject()) {
      return json.getAsJsonObject().asMap().values().stream().flatMap(one -> leaves(one).stream()).toList();
    }
    if (json.isJsonArray()) {
      return json.getAsJsonArray().asList().stream().flatMap(one -> leaves(one).stream()).toList();
    }
    return json.isJsonNull() ? List.of() : List.of(json.getAsString().replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
  }

  private static Set<String> values(Report report, Privacy... kinds) {
    return report.facts().stream().map(Report.NumberedFact::fact).filter(fact -> Set.of(kinds).contains(fact.privacy()))
        .map(Fact::words).filter(words -> !words.isBlank() && !words.startsWith("(") && !ORDINARY.contains(words))
        .collect(Collectors.toSet());
  }

  /** Addresses are shown so that no client makes a link of them, and long lines are broken. */
  private static boolean says(String text, String value) {
    String flat = text.replaceAll("https://\\S+", " ").replaceAll("\\s+", " ").replace("[.]", ".").replace("[:]", ":");
    return Pattern.compile("(?<![\\w-])" + Pattern.quote(value.replaceAll("\\s+", " ")) + "(?![\\w-])").matcher(flat).find();
  }

  private static Privacy[] hidden(Details details) {
    return switch (details) {
      case FULL -> new Privacy[0];
      case NAMES -> new Privacy[] {Privacy.STATEMENT};
      case NONE -> new Privacy[] {Privacy.STATEMENT, Privacy.NAME};
    };
  }

  @ParameterizedTest
  @EnumSource(Details.class)
  void noChannelTellsWhatItsSettingHides(Details details) throws IOException {
    List<String> exposed = new ArrayList<>();
    for (Story story : stories()) {
      Set<String> hidden = values(story.report(), hidden(details));
      told(story, details).forEach((channel, text) -> hidden.stream().filter(value -> says(text, value))
          .forEach(value -> exposed.add(story.cluster() + " " + story.report().verdict().cause() + ", " + channel + ": " + value)));
    }

    assertThat(exposed).isEmpty();
  }

  /** Else a channel that tells nothing at all would keep the law. */
  @Test
  void everyChannelTellsWhatItsSettingLetsThrough() throws IOException {
    Map<Details, Set<String>> names = new EnumMap<>(Details.class);
    Map<Details, Set<String>> statements = new EnumMap<>(Details.class);
    for (Details details : Details.values()) {
      for (Story story : stories()) {
        Set<String> all = values(story.report(), Privacy.NAME);
        Set<String> texts = values(story.report(), Privacy.STATEMENT);
        told(story, details).forEach((channel, text) -> {
          all.stream().filter(value -> says(text, value)).forEach(value -> add(names, details, channel));
          texts.stream().filter(value -> says(text, value)).forEach(value -> add(statements, details, channel));
        });
      }
    }

    String[] channels = {"slack", "pager", "mail", "sns email", "sns default", "sns subject"};
    String[] withStatements = {"slack", "pager", "mail", "sns email"};
    assertThat(names.get(Details.FULL)).contains(channels);
    assertThat(statements.get(Details.FULL)).contains(withStatements);
    assertThat(names.get(Details.NAMES)).contains(channels);
    assertThat(statements).doesNotContainKeys(Details.NAMES, Details.NONE);
    assertThat(names).doesNotContainKey(Details.NONE);
  }

  private static void add(Map<Details, Set<String>> all, Details details, String channel) {
    all.computeIfAbsent(details, unseen -> new TreeSet<>()).add(channel);
  }

  /** Machines and the report's page have it all, whatever chat, pager and mail are told. */
  @Test
  void machinesAndThePageHoldAllOfIt() throws IOException {
    int held = 0;
    for (Story story : stories()) {
      Set<String> values = values(story.report(), Privacy.NAME, Privacy.STATEMENT);
      List<String> passed = new ArrayList<>();
      new BusChannel((type, detail, at, resources, deadline) -> passed.add(detail)).next(story, Shown.NOTHING, story.lookedAt())
          .ifPresent(step -> step.take(Deadline.after(Duration.ofSeconds(10))));
      JsonObject queue = published(story.report(), Details.NONE);
      for (String machine : Stream.of(passed.getFirst(), queue.get("sqs").getAsString(), queue.get("lambda").getAsString()).toList()) {
        if (!machine.contains("aurora-responder/report-reference/1")) {
          List<String> leaves = leaves(JsonParser.parseString(machine));
          assertThat(values).allMatch(value -> leaves.contains(value));
          held += values.size();
        }
      }
      String page = plain(ReportPage.of(story));
      assertThat(values).allMatch(value -> page.contains(value.replaceAll("\\s+", " ").strip()));
    }

    assertThat(held).isGreaterThan(300);
  }

  private static String plain(String html) {
    return html.replaceAll("<[^>]*>", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#x27;", "'")
        .replace("&amp;", "&").replaceAll("\\s+", " ");
  }

  @Test
  void noStatementHoldsALiteral() throws IOException {
    List<String> texts = new ArrayList<>();
    for (Story story : stories()) {
      texts.addAll(values(story.report(), Privacy.STATEMENT));
    }

    assertThat(texts).hasSizeGreaterThan(15).noneMatch(text -> LITERAL.matcher(text).find());
  }
}
