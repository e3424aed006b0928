package rtm.domain.operation;

import java.time.Duration;
import rtm.domain.model.EngineLimits;
import rtm.domain.model.PullPolicy;

/**
 * The settings that the operations share.
 *
 * @param limits what an engine may use where its image does not say
 * @param pullPolicy when an image is pulled
 * @param stopGrace how long an engine has between its stop signal and the kill
 * @param network the Docker network, as the record names it
 * @param patchHealthTimeout how long a patched engine may take to be healthy; zero not to wait
 * @param probeTimeout how long an engine may take to answer one question about its health
 */
public record EnginePolicy(
        EngineLimits limits,
        PullPolicy pullPolicy,
        Duration stopGrace,
        String network,
        Duration patchHealthTimeout,
        Duration probeTimeout) {}
