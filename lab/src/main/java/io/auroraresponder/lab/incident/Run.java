package io.auroraresponder.lab.incident;

import io.auroraresponder.incident.Report;
import java.util.List;

/**
 * What one run of a script came to.
 *
 * @param reports the first answer and all later ones, in order
 * @param news what was told while time went on
 * @param heard what Slack, pager and bus took
 * @param troubles sessions of the script that failed, in words: the script, not the responder, is then in doubt
 */
public record Run(Script script, List<Report> reports, List<Scene.News> news, Scene.Footprint footprint, Scene.Heard heard,
    List<String> troubles) {
  public Run {
    reports = List.copyOf(reports);
    news = List.copyOf(news);
    troubles = List.copyOf(troubles);
  }

  /** A run of which no channel heard. */
  Run(Script script, List<Report> reports, List<Scene.News> news, Scene.Footprint footprint, List<String> troubles) {
    this(script, reports, news, footprint, Scene.Heard.NOTHING, troubles);
  }
}
