package io.auroraresponder.notify;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** docs/report.schema.json, read by a validator that is not ours. */
public final class ReportSchema {
  /** Tests run in the module's folder. */
  private static final Path FILE = Path.of("..", "docs", "report.schema.json");

  private static final JsonSchema SCHEMA = load();

  private ReportSchema() {}

  /** What the schema has against it; empty when it fits. */
  public static List<String> complaints(String json) {
    return SCHEMA
        .validate(json, InputFormat.JSON, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true))
        .stream()
        .map(ValidationMessage::getMessage)
        .toList();
  }

  private static JsonSchema load() {
    try {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Files.readString(FILE));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }
}
