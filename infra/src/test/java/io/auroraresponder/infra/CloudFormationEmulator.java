package io.auroraresponder.infra;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An account in which CloudFormation creates, rolls back and deletes stacks by its documented rules, and the stricter one where they leave
 * a doubt; what deploys is the CDK's command line, which deletes a stack whose creation failed before it creates it anew.
 *
 * <p>Rules (CloudFormation User Guide and Template Reference; SQS, CreateQueue): a resource is made after all that it refers to or depends
 * on; a creation that fails is rolled back in the opposite order; a resource with the policy Retain stays in every case, one with
 * RetainExceptOnCreate stays unless the creation of its stack is rolled back; a deletion that a service refuses leaves the stack in
 * ROLLBACK_FAILED or DELETE_FAILED; a name can be given once in an account and region, that of a queue not within 60 seconds after a queue
 * of that name was deleted; with ImportExistingResources a named resource whose policy keeps it is adopted instead of made.
 */
final class CloudFormationEmulator {
  /** When a creation fails: before the service has made the thing, or after, while CloudFormation waits for it to become ready. */
  enum Moment {
    REFUSED,
    NEVER_READY
  }

  /** What makes a deployment fail. */
  record Failure(String resource, Moment moment) {}

  private record Thing(String type, String name, JsonObject properties) {}

  private record Stack(String status, List<String> made, Map<String, String> things, JsonObject template) {}

  private static final long QUEUE_NAME_SECONDS = 60;

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("AWS::DynamoDB::Table", "TableName"),
          Map.entry("AWS::Lambda::Function", "FunctionName"),
          Map.entry("AWS::Logs::LogGroup", "LogGroupName"),
          Map.entry("AWS::SQS::Queue", "QueueName"),
          Map.entry("AWS::SNS::Topic", "TopicName"),
          Map.entry("AWS::Events::Rule", "Name"),
          Map.entry("AWS::CloudWatch::Alarm", "AlarmName"),
          Map.entry("AWS::CloudWatch::CompositeAlarm", "AlarmName"),
          Map.entry("AWS::CloudWatch::Dashboard", "DashboardName"),
          Map.entry("AWS::IAM::Role", "RoleName"),
          Map.entry("AWS::IAM::ManagedPolicy", "ManagedPolicyName"),
          Map.entry("AWS::S3::Bucket", "BucketName"),
          Map.entry("AWS::EC2::SecurityGroup", "GroupName"),
          Map.entry("AWS::RDS::DBCluster", "DBClusterIdentifier"),
          Map.entry("AWS::RDS::DBInstance", "DBInstanceIdentifier"));

  private final Map<String, Thing> things = new LinkedHashMap<>();
  private final Map<String, Stack> stacks = new TreeMap<>();
  private final Map<String, Long> queueDeletions = new TreeMap<>();
  private long second;
  private int made;

  void pass(long seconds) {
    second += seconds;
  }

  /**
   * Deploys as the CDK's command line does.
   *
   * @param adopts whether {@code --import-existing-resources} was said
   * @return the stack's status afterwards, {@code CREATE_COMPLETE} where all went well
   */
  String deploy(String name, JsonObject template, boolean adopts, Optional<Failure> failure) {
    Stack before = stacks.get(name);
    if (before != null && before.status().startsWith("ROLLBACK")) {
      String deleted = delete(name);
      if (!deleted.equals("DELETE_COMPLETE")) {
        return deleted;
      }
    } else if (before != null) {
      return before.status();
    }
    return create(name, template, adopts, failure);
  }

  private String create(String name, JsonObject template, boolean adopts, Optional<Failure> failure) {
    Stack stack = new Stack("CREATE_IN_PROGRESS", new ArrayList<>(), new TreeMap<>(), template);
    for (String id : order(template)) {
      Optional<Moment> fails = failure.filter(one -> one.resource().equals(id)).map(Failure::moment);
      boolean there = fails.isEmpty() || fails.get() == Moment.NEVER_READY;
      if (!there || !make(stack, id, adopts) || fails.isPresent()) {
        return rollBack(name, stack);
      }
    }
    return ended(name, stack, "CREATE_COMPLETE");
  }

  /** Whether it could be made. */
  private boolean make(Stack stack, String id, boolean adopts) {
    JsonObject resource = resource(stack.template(), id);
    String type = resource.get("Type").getAsString();
    JsonObject properties = resource.has("Properties") ? resource.getAsJsonObject("Properties") : new JsonObject();
    Optional<String> given = Optional.ofNullable(NAMES.get(type)).map(properties::get).map(JsonElement::toString);
    for (String export : imports(properties)) {
      if (stacks.values().stream().noneMatch(one -> one.status().equals("CREATE_COMPLETE") && exports(one.template()).contains(export))) {
        return false;
      }
    }
    String physical = type + " " + given.orElse("generated-" + ++made);
    boolean taken = things.containsKey(physical);
    if (taken && !(adopts && policy(resource).startsWith("Retain"))) {
      return false;
    }
    Long deleted = queueDeletions.get(physical);
    if (deleted != null && second < deleted + QUEUE_NAME_SECONDS) {
      return false;
    }
    things.put(physical, new Thing(type, given.orElse(""), properties));
    stack.things().put(id, physical);
    stack.made().add(id);
    return true;
  }

  private String rollBack(String name, Stack stack) {
    return ended(name, stack, takeAway(stack, true) ? "ROLLBACK_COMPLETE" : "ROLLBACK_FAILED");
  }

  /** Deletes a stack; whatever its policy keeps is then nobody's. */
  String delete(String name) {
    Stack stack = Objects.requireNonNull(stacks.get(name), name);
    if (!takeAway(stack, false)) {
      return ended(name, stack, "DELETE_FAILED");
    }
    stacks.remove(name);
    return "DELETE_COMPLETE";
  }

  /** {@code aws cloudformation delete-stack} for what could not be deleted before. */
  void deleteFailed() {
    stacks.entrySet().stream().filter(entry -> entry.getValue().status().equals("DELETE_FAILED")).map(Map.Entry::getKey).toList()
        .forEach(this::delete);
  }

  private boolean takeAway(Stack stack, boolean ofCreation) {
    boolean all = true;
    for (String id : List.copyOf(stack.made().reversed())) {
      String policy = policy(resource(stack.template(), id));
      boolean kept = policy.equals("Retain") || (policy.equals("RetainExceptOnCreate") && !ofCreation);
      if (!kept && !destroy(Objects.requireNonNull(stack.things().get(id)))) {
        all = false;
        continue;
      }
      stack.made().remove(id);
    }
    return all;
  }

  /** Whether the service lets it go. */
  private boolean destroy(String physical) {
    Thing thing = Objects.requireNonNull(things.get(physical), physical);
    boolean isProtected = thing.properties().toString().matches(".*\"(DeletionProtection|DeletionProtectionEnabled)\":true.*");
    boolean hasMembers =
        thing.type().equals("AWS::RDS::DBCluster") && things.values().stream().anyMatch(one -> one.type().equals("AWS::RDS::DBInstance"));
    if (isProtected || hasMembers) {
      return false;
    }
    if (thing.type().equals("AWS::SQS::Queue")) {
      queueDeletions.put(physical, second);
    }
    things.remove(physical);
    return true;
  }

  /** What an operator does by hand. */
  void turnProtectionOff(String type) {
    things.replaceAll((physical, thing) -> thing.type().equals(type) ? new Thing(type, thing.name(), new JsonObject()) : thing);
  }

  private String ended(String name, Stack stack, String status) {
    stacks.put(name, new Stack(status, stack.made(), stack.things(), stack.template()));
    return status;
  }

  /** Types of what is in the account and in no stack. */
  List<String> orphans() {
    Set<String> owned = new TreeSet<>();
    stacks.values().forEach(stack -> stack.made().forEach(id -> owned.add(stack.things().get(id))));
    return things.entrySet().stream().filter(entry -> !owned.contains(entry.getKey())).map(entry -> entry.getValue().type()).sorted()
        .toList();
  }

  /** The resources of a template in an order in which they can be made. */
  static List<String> order(JsonObject template) {
    JsonObject resources = template.getAsJsonObject("Resources");
    Set<String> ordered = new LinkedHashSet<>();
    resources.keySet().stream().sorted().forEach(id -> visit(id, resources, ordered, new TreeSet<>()));
    return List.copyOf(ordered);
  }

  private static void visit(String id, JsonObject resources, Set<String> ordered, Set<String> under) {
    if (ordered.contains(id) || !resources.has(id)) {
      return;
    }
    if (!under.add(id)) {
      throw new AssertionError("circle of dependencies: " + under);
    }
    Set<String> needed = new TreeSet<>();
    references(resources.get(id), needed);
    needed.forEach(one -> visit(one, resources, ordered, under));
    under.remove(id);
    ordered.add(id);
  }

  private static void references(JsonElement value, Set<String> found) {
    if (value instanceof JsonArray array) {
      array.forEach(item -> references(item, found));
    } else if (value instanceof JsonObject object) {
      object.entrySet().forEach(entry -> {
        switch (entry.getKey()) {
          case "Ref" -> found.add(entry.getValue().getAsString());
          case "Fn::GetAtt" -> found.add(entry.getValue().getAsJsonArray().get(0).getAsString());
          case "DependsOn" -> texts(entry.getValue()).forEach(found::add);
          default -> references(entry.getValue(), found);
        }
      });
    }
  }

  private static Set<String> imports(JsonElement value) {
    Set<String> found = new TreeSet<>();
    if (value instanceof JsonArray array) {
      array.forEach(item -> found.addAll(imports(item)));
    } else if (value instanceof JsonObject object) {
      object.entrySet().forEach(entry -> {
        if (entry.getKey().equals("Fn::ImportValue")) {
          found.add(entry.getValue().getAsString());
        } else {
          found.addAll(imports(entry.getValue()));
        }
      });
    }
    return found;
  }

  private static Set<String> exports(JsonObject template) {
    Set<String> names = new TreeSet<>();
    if (template.has("Outputs")) {
      template.getAsJsonObject("Outputs").entrySet().stream()
          .map(entry -> entry.getValue().getAsJsonObject())
          .filter(output -> output.has("Export"))
          .forEach(output -> names.add(output.getAsJsonObject("Export").get("Name").getAsString()));
    }
    return names;
  }

  private static List<String> texts(JsonElement value) {
    if (value.isJsonPrimitive()) {
      return List.of(value.getAsString());
    }
    return value.getAsJsonArray().asList().stream().map(JsonElement::getAsString).toList();
  }

  private static JsonObject resource(JsonObject template, String id) {
    return template.getAsJsonObject("Resources").getAsJsonObject(id);
  }

  private static String policy(JsonObject resource) {
    return resource.has("DeletionPolicy") ? resource.get("DeletionPolicy").getAsString() : "Delete";
  }
}
