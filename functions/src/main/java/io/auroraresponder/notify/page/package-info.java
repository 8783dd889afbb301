/**
 * The report page: one HTML file that shows, explains and proves an incident.
 *
 * <p>Made from the same story as every message; no script, no address but the console's. Start reading at {@link
 * io.auroraresponder.notify.page.ReportPage}.
 */
@NullMarked
package io.auroraresponder.notify.page;

import org.jspecify.annotations.NullMarked;
