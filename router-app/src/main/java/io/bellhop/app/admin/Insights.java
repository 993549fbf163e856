package io.bellhop.app.admin;

import io.bellhop.app.usage.AgentUsage;
import io.bellhop.model.launch.InstanceEvents;
import io.bellhop.model.run.Runs;
import io.bellhop.model.sleep.Sleeps;

/**
 * Where what is explained comes from, besides the table and this process.
 *
 * @param sleeps how apps fall asleep and wake
 * @param events what happened to instances that agents run
 * @param usage what apps used
 * @param runs their one-off runs
 */
record Insights(Sleeps sleeps, InstanceEvents events, AgentUsage usage, Runs runs) {}
