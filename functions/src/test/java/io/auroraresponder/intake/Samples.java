package io.auroraresponder.intake;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.auroraresponder.fake.FakeClusterDirectory;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Signal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Sample events, real cases, and the wrappers that services put around events. */
public final class Samples {
  public static final Instant NOW = Instant.parse("2026-03-02T09:15:00Z");
  public static final Caller ANY = Caller.any("invocation-1");
  public static final OwnAccount HERE = OwnAccount.fixed("111122223333", "eu-west-1");
  public static final Path EVENTS = Path.of("..", "events");

  private Samples() {}

  public static Intake intake() {
    return intake(FakeClusterDirectory.usual());
  }

  public static Intake intake(ClusterDirectory directory) {
    return new Intake(directory, new Intake.Settings(HERE, Set.of("aurora-responder-remediation")), InstantSource.fixed(NOW));
  }

  public static String event(String name) {
    try {
      return Files.readString(EVENTS.resolve(name + ".json"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  public static List<String> eventNames() {
    try (Stream<Path> files = Files.list(EVENTS)) {
      return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".json")).map(name -> name.replace(".json", ""))
          .sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  public static String realCase(String name) {
    try (InputStream in = Objects.requireNonNull(Samples.class.getResourceAsStream("/cases/" + name + ".json"), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The raw events of a scenario, in the order of arrival. */
  public static List<String> scenario(String name) {
    JsonArray events = JsonParser.parseString(realCase("scenario-" + name)).getAsJsonObject().getAsJsonArray("events");
    return events.asList().stream().map(JsonElement::toString).toList();
  }

  public static IntakeResult only(String raw) {
    return only(intake().read(raw, ANY));
  }

  public static IntakeResult only(IntakeBatch batch) {
    if (batch.results().size() != 1) {
      throw new AssertionError("one result expected: " + batch.results());
    }
    return batch.results().getFirst();
  }

  public static IntakeResult.Opened opened(String raw) {
    return (IntakeResult.Opened) only(raw);
  }

  /** The same without what its alarm watches, which events say more or less of. */
  static Incident bare(Incident incident) {
    Signal signal = incident.signal();
    return new Incident(
        incident.id(), incident.key(), incident.cluster(), incident.account(), incident.region(), incident.runbook(), incident.member(),
        incident.role(), incident.openedAt(), new Signal(signal.shape(), signal.id(), signal.source(), signal.reason(), signal.at()));
  }

  /** Services that wrap. */
  enum Wrapper {
    SNS_RECORD {
      @Override
      String wrap(String event) {
        JsonObject record = new JsonObject();
        record.addProperty("EventSource", "aws:sns");
        record.add("Sns", notification(event));
        return records(record);
      }
    },
    SNS_BODY {
      @Override
      String wrap(String event) {
        return notification(event).toString();
      }
    },
    SQS {
      @Override
      String wrap(String event) {
        return records(sqs(event));
      }
    },
    PIPES {
      @Override
      String wrap(String event) {
        JsonArray list = new JsonArray();
        list.add(sqs(event));
        return list.toString();
      }
    },
    BARE_LIST {
      @Override
      String wrap(String event) {
        return "[" + event + "]";
      }
    },
    ON_FAILURE {
      @Override
      String wrap(String event) {
        JsonObject record = new JsonObject();
        record.addProperty("version", "1.0");
        record.add("requestContext", new JsonObject());
        record.add("requestPayload", JsonParser.parseString(event));
        return record.toString();
      }
    },
    KINESIS {
      @Override
      String wrap(String event) {
        JsonObject data = new JsonObject();
        data.addProperty("sequenceNumber", "49590338271490256608559692538361571095921575989136588898");
        data.addProperty("data", java.util.Base64.getEncoder().encodeToString(event.getBytes(StandardCharsets.UTF_8)));
        JsonObject record = new JsonObject();
        record.addProperty("eventSource", "aws:kinesis");
        record.add("kinesis", data);
        return records(record);
      }
    };

    abstract String wrap(String event);

    private static JsonObject notification(String event) {
      JsonObject sns = new JsonObject();
      sns.addProperty("Type", "Notification");
      sns.addProperty("MessageId", "9a1c0d11-0000-5a10-8a10-000000000099");
      sns.addProperty("TopicArn", "arn:aws:sns:eu-west-1:111122223333:db-alarms");
      sns.addProperty("Message", event);
      return sns;
    }

    private static JsonObject sqs(String event) {
      JsonObject record = new JsonObject();
      record.addProperty("messageId", "d9144555-0000-4ec3-99a0-000000000099");
      record.addProperty("eventSource", "aws:sqs");
      record.addProperty("body", event);
      return record;
    }

    private static String records(JsonObject record) {
      JsonArray list = new JsonArray();
      list.add(record);
      JsonObject all = new JsonObject();
      all.add("Records", list);
      return all.toString();
    }
  }
}
