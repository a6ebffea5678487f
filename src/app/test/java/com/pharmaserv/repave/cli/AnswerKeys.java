package com.pharmaserv.repave.cli;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** What each key of the JSON answers means: one thing, wherever it stands. */
final class AnswerKeys {
  private static final String MEANINGS =
      """
      acted                the last intent of the journal that the provider has kept of its effects
      activeImage          the image of the active generation
      addedCount           entries that get a place on the disk of their own
      advisoriesFixed      how many advisories the later image fixes
      advisoriesReopened   how many advisories only the earlier image fixes
      advisory             id of an advisory, such as CVE-2026-1234
      advisoryText         what a changelog or a feed says of the advisory
      after                the image that another one is compared with
      also                 what was true at the same time, or came on top
      answer               the command that gave the answer
      answerVersion        raised when a key changes its meaning or goes
      asOf                 the time that a feed speaks of
      asks                 what a person wanted of the rollout
      aspects              what is different about a path; of one that is new or gone, what it is
      at                   when it was
      authority            file with the certificate of the local cloud's certificate authority
      automation           what changes a group's size by itself, by name
      bakedAt              when the image was baked
      because              why it was not done, where that was tried
      before               the image that is compared
      began                when the rollout began
      block                the block that stood before the command, or stands
      blocked              whether the image is kept from rolling now, or in a plan would be
      blocking             what became of the image that was to be blocked
      blocks               what the later disk needs in a child of the snapshot of the earlier one
      blocksRead           how many blocks of the copy were read
      blue                 share of the traffic of slot blue, in percent
      brokenImageShare     requests that the broken image answered in all
      builder              name of the key of who signed
      builders             how many builders of the same disk the environment asks for
      by                   who did it
      calls                calls to the simulated cloud, by name
      candidate            what is wrong with the image that is rehearsed
      changed              whether it was not so already
      changedBlocks        blocks of the disk with another content
      changes              what is different, by what the lock pins
      channel              the environments that may roll the image: those that ask for no more
      chapter              where the reason belongs
      closedPorts          how many ports are not open any more
      cloud                the local cloud that runs
      code                 which reason it is; `repave explain` knows them all
      compared             names exactly what was compared: SHA-256 over the papers of both images
      copies               the disk where the provider keeps it, compared with what was signed
      count                how often
      counts               how much is different between two disks, by their papers
      course               the way that the rollout goes
      deadline             by when the fleet has to run the image, by its limits
      delays               how long the provider was told to wait before machines come and go
      desired              machines that a generation is asked to run
      detail               the numbers
      difference           from the image of the active generation to the one that would roll
      differences          how many blocks are not as they were signed
      disk                 SHA-256 of the disk that was signed
      disks                what is different between the disks of two images, by their papers
      due                  fleets that are stale, in the order in which they are rolled
      duration             how long it took; of a rehearsal, by the simulated clock
      earliest             when the fleet may begin; absent if that depends on others
      elapsed              since the beginning, by the simulated clock
      emergency            why freezes and windows are overridden; absent if they are heeded
      emptiedBlocks        blocks of the disk that hold nothing any more
      end                  how the rollout ended
      endedFor             code of the reason for which rollouts ended
      ending               before a machine that is to end is gone
      ends                 how rollouts of the fleet ended, and how often
      enough               whether a rollout may begin as far as this is concerned
      entry                what was decided, tried or said, as journals hold it
      environment          the name of the environment
      environments         environments of the local cloud
      epoch                of the lease: rises with every change of holder
      exists               whether it was baked already
      expected             SHA-256 of a block as it was signed; absent for one of zeros
      exploitProbability   that the advisory is exploited within 30 days, from 0 to 1
      exploitedSince       when the advisory became known to be exploited
      failed               requests that failed
      failedByBrokenImage  failed requests that the broken image answered
      falls                what becomes of each fleet that is taken down
      fates                what becomes of each image, or in a plan would
      feed                 name of a feed
      feeds                feeds of vulnerabilities that were asked
      fewestServing        machines that served production at the worst time
      files                paths that the trees of two images have differently
      filesAdded           how many paths only the later image has
      filesChanged         how many paths are another thing than before
      filesRemoved         how many paths only the earlier image has
      finding              what a service that watches the account has found, in one line
      findings             what is not as it must be
      first                the rollout that has to be finished before
      firstDifferences     the lowest blocks that differ
      fits                 whether a second generation fits beside the active one
      fixes                advisories that new packages fix
      fixesWaiting         how many fixes the newest image has that the running one lacks, by urgency
      fleet                environment/name of the fleet
      fleets               all fleets that were asked for
      folder               where the local cloud keeps images and state
      found                SHA-256 of a block as it is; absent for one of zeros
      function             what machines of the image do
      gaps                 where fixes may not be all, and why
      generation           environment/name of the generation; of a rollout, the candidate
      generationCount      how many generations there are
      generations          all that carries the tags of the fleet
      good                 whether all was as it must be
      green                share of the traffic of slot green, in percent
      guarded              whether it is protected from deletion
      handled              findings of an audit, each with its remedy and what became of it
      hash                 SHA-256 over the hash before and the bytes of the record
      head                 number and hash of the last record that can be trusted
      headroom             what more machines need, against what there is
      health               as its health check sees the machine
      held                 fleets that people keep as they are
      hold                 what keeps the fleet as it is, by whom and why
      holder               who has the lease
      how                  what became of the path: added, removed or changed
      id                   what the thing is called; no other of its kind is
      image                name@digest of the image
      imageVersion         what the recipe of the image calls its state
      images               images, oldest first
      inTheWay             what others did to the fleet, and how far the clocks are apart
      index                of a block, from 0
      invocation           names the bake
      is                   what it is now, such as a line of a lock; absent where there is nothing
      isHeld               whether the fleet is left as it is until a person says otherwise
      journals             the journals that were read
      keptBlocks           blocks of the disk with content that is as it was
      key                  the first digits of the id of a key
      kind                 which of several it is
      laid                 an image by the name of its recipe, whose disk is laid out
      layoutFile           where the layout of a disk stands
      lease                the lease in force
      letGo                images that a rollback had kept from the fleet, and that may roll there again
      lifecycle            as the provider sees the machine
      lock                 what the image is made of, resolved
      lockFile             where a lock stands
      lockLines            how many lines of the lock are different
      locked               an image by the name of its recipe, or the workshop
      locks                what locks say beside what they said
      lostRequests         production requests that met a slot without a healthy machine
      machine              name of the machine at the provider
      machineCount         how many machines there are
      machines             machines of the generation
      max                  machines that scaling may not go above
      meaning              what the reason means
      measured             figures of each fleet
      min                  machines that scaling may not go below
      name                 name of the environment of the local cloud
      need                 why an image is kept
      needsPerson          whether the open rollout has halted
      neverSent            requests that were never sent, because all connections were busy
      notBelieved          statements that do not count, each with the reason
      now                  where the rollout stands now
      number               position in the journal, from 1 without gaps
      obstacles            what others put at the fleet, and what keeps a rollout from beginning
      open                 the rollout that is open, which goes on
      openRequests         requests in flight
      openedPorts          how many ports are open that were not before
      outOfUse             images that were withdrawn
      outcome              how it went; the exit code follows from it
      owner                who answers for the image
      packageCount         how many packages the lock has
      packageName          name of a package of the distribution
      packagesChanged      how many packages are new, gone or in another version
      packagesSecurity     how many of the changed packages come from the archive of security fixes
      path                 of a file in the image, without a slash in front
      paused               whether a person has paused the rollout
      phase                position inside the rollout
      pid                  process id
      place                where a copy is: a region, or this machine
      placeCount           how many places a layout has
      plan                 whether nothing was changed, because only a plan was asked for
      planHash             SHA-256 over what is stale, what it runs and is to run, and the emergency
      policies             policy documents by their names, as AWS reads them
      port                 where it listens
      portsClosed          ports that are not open any more
      portsOpened          ports that are open and were not before
      previous             the generation that was active at the start
      privileges           programs that give rights to whoever starts them
      privilegesChanged    how many programs give other rights to whoever starts them
      problem              what is wrong with the journal, or in a status with the lease
      problems             what was not as it must be
      promoted             whether the candidate has become the active generation
      promotedAfter        how long rollouts took from their beginning to their promotion
      quarantine           what became of the machine that was to be kept apart
      quarantined          machines of the fleet that are kept apart for forensics
      ranBefore            the image that the fleet ran before the rollout
      reaction             what is done about a finding
      reason               why a person wants it, in own words
      reasons              the reasons that were asked about
      recordCount          how many records the journal has
      records              the last records of the journal
      release              who set the channel of the image last, before the command or as it stands
      releases             what became of the image in each environment, or in a plan would
      remedy               what a person can do about it
      reopened             advisories that only the earlier image fixes
      repackaged           packages in another version than before
      replaced             the hold that was in force before
      report               file with the report
      requests             requests that were sent
      residentBytes        memory of the cloud's own process, without its machines
      resolved             what recipes resolve to
      result               which of several kinds of results it is, and so which keys there are
      retainedUntil        until when the previous generation is kept warm
      rollout              environment/name of the rollout
      rolloutCount         how many rollouts there were in all
      rollouts             the last rollouts of the fleet, the latest first
      rolls                results, in the order in which they were there
      route                where production traffic goes
      running              whether the local cloud runs
      runningImage         the image that the fleet runs
      runningSince         when the machines of what the fleet runs took over
      runs                 the image that the machine runs
      said                 what people said to the rollout
      security             whether the version comes from the archive of security fixes
      seed                 of everything that is random
      sentAgain            requests that were sent once more after a connection had been closed
      sentence             the reason as people read it, with the names of parameters in braces
      settings             the adjustable part of the generation
      severity             of an advisory, in the words of the feeds
      signatures           who is trusted and signed that disk with these papers
      since                when it began
      skew                 how far the provider's clock is ahead of this machine's; negative if it is behind
      slot                 where the generation takes traffic
      socket               the Unix domain socket where the local cloud answers
      source               source package
      stale                whether the fleet should be rolled, by what is in the catalogue
      staleBecause         why the fleet should be rolled
      startedAt            when the process was started
      starting             before a launched machine is in service
      staleCount           places whose entries are elsewhere now, or gone
      stalePercent         how much of the blocks of all places those take
      state                what the rollout remembers, as journals hold it
      steps                what would be done, in order, if all goes well
      stopped              whether the local cloud ran before
      stored               the snapshot or file that holds a copy
      strangers            what takes traffic of a slot without being a machine of its generation
      subject              the generation, fleet or other thing that needs the image
      suite                of the archive that a package is from, or was
      surprise             what the policy did although a policy is there for the opposite
      suspended            processes of the group that are switched off
      swept                what the janitor found, and did or would do about it
      testPort             where the test route listens
      testSlot             the slot behind the test route
      text                 the reason as people read it
      timeToPatch          how long the slowest fix of the running image took from its publication to the fleet, by urgency
      timeline             when the rollout came to another phase
      tornBytes            what a crash left of a record that was never acknowledged
      trouble              why something does not work as it should, in the words of the provider
      underWay             whether a rollout of the fleet is open
      units                units of systemd that start with the machine or never can
      unitsChanged         how many units of systemd were turned on or off
      unreachable          why the fleet could not be observed
      unreleased           whether the image would not roll there before somebody releases it
      until                when it ends, unless something else happens before
      uploadBlocks         blocks that must be put into a child of the snapshot of the earlier disk
      uploadBytes          bytes that must be put into it
      uses                 what needs the image
      usualLength          how long rollouts of the fleet have taken until they were promoted
      verified             whether the hash chains verify
      version              what the recipe of the image calls its state
      view                 the fleet as its provider shows it
      violations           what must always hold and did not
      waited               how long an answer was waited for
      waits                fleets that are stale still, and what they wait for
      waitsFor             what keeps the fleet from beginning
      was                  what it was before, such as a line of a lock; absent where there was nothing
      wave                 1 for an environment that waits for no other, 2 for one that comes after such a one
      weights              shares of the production traffic
      what                 what it is about
      why                  why it is so: a reason with its parameters
      withoutPapers        why an image has no papers here, and where they would come from
      withdrawn            whether nothing can start from the image, or in a plan could
      withdrawnImage       the image that was withdrawn
      word                 what a person said to the rollout
      zone                 where the machine is
      """;

  private AnswerKeys() {}

  static SortedMap<String, String> meanings() {
    SortedMap<String, String> all = new TreeMap<>();
    MEANINGS
        .lines()
        .forEach(
            line -> {
              int gap = line.indexOf(' ');
              all.put(line.substring(0, gap), line.substring(gap).strip());
            });
    return Collections.unmodifiableSortedMap(all);
  }
}
