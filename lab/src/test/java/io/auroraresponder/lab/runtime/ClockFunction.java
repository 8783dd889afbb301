package io.auroraresponder.lab.runtime;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.crac.Core;
import org.crac.Resource;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.rds.RdsClient;

/** A function for tests of the runtime: says the time, asks AWS, or misbehaves, as it is told. */
public final class ClockFunction implements RequestStreamHandler, Resource {
  private int invocations;
  private final List<String> snapshots = new ArrayList<>();

  /** As Lambda makes it. */
  public ClockFunction() {
    Core.getGlobalContext().register(this);
  }

  @Override
  public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
    snapshots.add("taken");
  }

  @Override
  public void afterRestore(org.crac.Context<? extends Resource> context) {
    snapshots.add("restored");
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
    String told = new String(event.readAllBytes(), StandardCharsets.UTF_8).replace("\"", "");
    invocations++;
    answer.write(("\"" + said(told, context) + "\"").getBytes(StandardCharsets.UTF_8));
  }

  private String said(String told, Context context) {
    return switch (told) {
      case "time" -> Clock.systemUTC().instant() + " " + Instant.now() + " " + Clock.systemUTC().millis();
      case "left" -> String.valueOf(context.getRemainingTimeInMillis());
      case "count" -> String.valueOf(invocations);
      case "snapshots" -> String.join(" ", snapshots);
      case "clusters" -> clusters();
      case "environment" -> String.join(" ", new java.util.TreeSet<>(System.getenv().keySet()));
      case "fail" -> throw new IllegalStateException("as it was told");
      case "exit" -> {
        Runtime.getRuntime().halt(3);
        yield "";
      }
      case "sleep" -> {
        try {
          TimeUnit.SECONDS.sleep(30);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        yield "awake";
      }
      default -> throw new IllegalArgumentException(told);
    };
  }

  private static String clusters() {
    try (RdsClient rds = RdsClient.builder().httpClient(UrlConnectionHttpClient.create()).build()) {
      return String.join(" ", rds.describeDBClusters().dbClusters().stream().map(cluster -> cluster.dbClusterIdentifier()).toList());
    }
  }
}
