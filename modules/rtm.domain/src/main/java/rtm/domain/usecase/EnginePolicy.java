package rtm.domain.usecase;

import java.time.Duration;
import rtm.domain.model.EngineLimits;
import rtm.domain.model.PullPolicy;

/**
 * The settings that starts and stops share.
 *
 * @param limits what an engine may use where its image does not say
 * @param pullPolicy when an image is pulled
 * @param stopGrace how long an engine has between its stop signal and the kill
 * @param network the Docker network, as the record names it
 */
public record EnginePolicy(
        EngineLimits limits, PullPolicy pullPolicy, Duration stopGrace, String network) {}
