package io.auroraresponder.lambda.log;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventAware;
import org.slf4j.spi.MDCAdapter;

/**
 * Writes time, level, logger, message, the invocation's fixed keys and the event's own keys. Debug and trace are off: a function has
 * no place for them. Of a throwable it writes class names and frames only: messages of drivers may hold values.
 */
final class JsonLinesLogger extends LegacyAbstractLogger implements LoggingEventAware {
  private static final long serialVersionUID = 1L;
  private static final int FRAMES = 12;

  private final transient MDCAdapter mdc;

  JsonLinesLogger(String name, MDCAdapter mdc) {
    this.name = name;
    this.mdc = mdc;
  }

  @Override
  public void log(LoggingEvent event) {
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    write(event.getLevel(), event.getMessage(), pairs == null ? List.of() : pairs, event.getThrowable());
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level, @Nullable Marker marker, String message, Object @Nullable [] arguments, @Nullable Throwable thrown) {
    write(level, MessageFormatter.basicArrayFormat(message, arguments), List.of(), thrown);
  }

  private void write(Level level, @Nullable String message, List<KeyValuePair> pairs, @Nullable Throwable thrown) {
    JsonObject line = new JsonObject();
    line.addProperty("time", Instant.ofEpochMilli(clockMillis()).toString());
    line.addProperty("level", level.name());
    line.addProperty("logger", getName());
    line.addProperty("message", message);
    Map<String, String> fixed = mdc.getCopyOfContextMap();
    if (fixed != null) {
      fixed.forEach(line::addProperty);
    }
    for (KeyValuePair pair : pairs) {
      if (pair.value instanceof Number number) {
        // CloudWatch makes metrics of numbers alone.
        line.addProperty(pair.key, number);
      } else {
        line.addProperty(pair.key, String.valueOf(pair.value));
      }
    }
    if (thrown != null) {
      line.addProperty("exception", trace(thrown));
    }
    LogOutput.line(line.toString());
  }

  /** A log line carries the machine's own time, also where the domain runs on a simulated clock. */
  private static long clockMillis() {
    return java.time.Clock.systemUTC().millis();
  }

  private static String trace(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      text.append(text.isEmpty() ? "" : " caused by ").append(cause.getClass().getName());
      int frames = 0;
      for (StackTraceElement frame : cause.getStackTrace()) {
        if (frames++ == FRAMES) {
          break;
        }
        text.append(" at ").append(frame.getClassName()).append('.').append(frame.getMethodName()).append(':')
            .append(frame.getLineNumber());
      }
    }
    return text.toString();
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public boolean isDebugEnabled() {
    return false;
  }

  @Override
  public boolean isInfoEnabled() {
    return true;
  }

  @Override
  public boolean isWarnEnabled() {
    return true;
  }

  @Override
  public boolean isErrorEnabled() {
    return true;
  }
}
