/**
 * PagerDuty: one alert an incident, and one of its own for a lease that needs a person.
 *
 * <p>Makes events and sends them; who is woken is decided by the table of who gets what. Start reading at {@link
 * io.auroraresponder.notify.pager.PagerChannel}.
 */
@NullMarked
package io.auroraresponder.notify.pager;

import org.jspecify.annotations.NullMarked;
