package io.bellhop.agent;

import io.bellhop.agent.attach.AttachedRuns;
import io.bellhop.agent.logs.RunLogs;
import io.bellhop.agent.meter.AgentMeters;
import io.bellhop.agent.meter.UsageJournal;
import io.bellhop.agent.probe.PortProbe;
import io.bellhop.agent.runtime.InstanceRuntime;
import io.bellhop.model.run.RunClaims;
import java.time.InstantSource;

/** All that the part of an agent that takes runs acts upon. */
record RunSurroundings(
    InstanceRuntime runtime,
    RunClaims claims,
    PortProbe probe,
    HostLoad load,
    RunLogs logs,
    AttachedRuns attached,
    UsageJournal journal,
    AgentMeters meters,
    InstantSource clock) {}
