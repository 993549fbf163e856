package io.bellhop.agent;

import io.bellhop.agent.logs.LogStore;
import io.bellhop.agent.meter.AgentMeters;
import io.bellhop.agent.meter.UsageJournal;
import io.bellhop.agent.probe.PortProbe;
import io.bellhop.agent.reconcile.Policy;
import io.bellhop.agent.runtime.InstanceRuntime;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.SlotClaims;

/** All that an agent acts upon. */
record Surroundings(
    AgentId id,
    Policy policy,
    HostLoad load,
    InstanceRuntime runtime,
    SlotClaims claims,
    PortProbe probe,
    LogStore logs,
    UsageJournal journal,
    AgentMeters meters) {}
