#compdef seqc
# Completion of seqc for zsh: put it as _seqc into a folder of $fpath.
_seqc_scanner() {
  _alternative 'names:scanner:(siemens-prisma siemens-prisma-fit siemens-skyra siemens-vida siemens-lumina siemens-trio siemens-verio siemens-cima-x siemens-connectom siemens-connectome-2 siemens-sola siemens-aera siemens-avanto siemens-free-max siemens-aera-055 siemens-terra siemens-terra-x siemens-94t-ac84 ge-mr750 ge-mr750w ge-hdx-whole ge-hdx-zoom ge-premier ge-uhp ge-architect ge-magnus ge-7t philips-ingenia philips-achieva philips-ingenia-cx philips-elition-x philips-mr7700 uih-umr-790 uih-umr-890 uih-umr-nx uih-jupiter-5t canon-galan bruker-bga6s bruker-bga9s bruker-bga12s-hp bruker-micro2-5 bruker-micro5 osi2-one i3m-marge generic-3t-portable simulation-koma-default simulation-pulseq-opts-default)' 'files:file:_files'
}
_seqc() {
  local context state state_descr line
  typeset -A opt_args
  _arguments -C \
    '--help[explain seqc, or the command]' \
    '-h[explain seqc, or the command]' \
    '--version[print name and version]' \
    '--color[colour messages\: auto (on a terminal, unless NO_COLOR is set), always, never]:WHEN:(auto always never)' \
    '1:command:->command' '*::argument:->argument'
  case $state in
    command)
      local -a commands=(
        'build:turn a design, or any Pulseq file, into files a scanner plays'
        'verify:say whether a package of build --handoff is whole, unchanged, and free of contradictions'
        'check:hold a design or a Pulseq file against a scanner'\''s limits'
        'optimize:find the pulses a design asks for, and pin them beside it'
        'simulate:simulate the signals and spectra that a sequence records'
        'phantom:write a synthetic acquisition of a sequence, with known concentrations'
        'states:say which spin states a sequence passes through, and where the signal came from'
        'sensitivity:say which parts of a searched pulse matter, and what errors of it cost'
        'robustness:map what a sequence gives where B1 or the field is off'
        'report:all that is known of a sequence, on one page of HTML'
        'compare:say what sequences can measure, side by side'
        'inspect:say what is in a design or a Pulseq file'
        'plot:draw a sequence, as SVG or in the terminal'
        'diff:say what differs between two sequences'
        'new:write a commented design to start from'
        'format:lay out designs'
        'scanners:list the scanners, or every figure of one and where it comes from'
        'metabolites:list the molecules that can be simulated, or every number of one and where it comes from'
        'targets:list what build can write'
        'explain:explain a diagnostic or a check by its code'
        'completions:print the completion script of a shell'
        'manual:print the manual page'
      )
      _describe command commands ;;
    argument)
      case $line[1] in
        build)
          _arguments \
            '*--target[what to write beside the Pulseq file, with commas between; seqc targets lists them]:TARGET:(pulseq mrd-header ge-xml siemens-xml jemris vespa basis-fslmrs basis-lcmodel basis-osprey basis-jmrui handoff-siemens handoff-ge handoff-philips handoff-uih handoff-generic)' \
            '--output[where the files go; without it, to a folder NAME-SCANNER]:DIR|FILE:_files' \
            '-o[where the files go; without it, to a folder NAME-SCANNER]:DIR|FILE:_files' \
            '--scanner[a built-in scanner, or a profile of your own; wins over the design'\''s]:NAME|FILE:_seqc_scanner' \
            '--pulseq-version[the version to write; without it, the oldest of 1.5 that can express the sequence]:VERSION:(1.4.0 1.4.1 1.4.2 1.5.0 1.5.1)' \
            '--handoff[pack Pulseq file, vendor files, checks, design and profile into a folder for the scanner'\''s operator]:DIR:_files' \
            '--schema[the XML schema that the target'\''s file must follow; without it, the system'\''s where it has one]:FILE:_files' \
            '--strict[exit with 3 when something was not proven or not evaluated]' \
            '--dump-after[print the sequence as it is after a pass, and write nothing]:PASS:(merge-delays fix-prescription initialise-labels segment-acquisitions segment-ids)' \
            '--timings[print time, CPU time and peak memory of every stage]' \
            '--molecules[which molecules, with commas between, Glu=10 with a concentration in mM; without it, the design'\''s or a brain'\''s]:NAMES:(2HG Ace Ala Asc Asp bHB Cho Cit Cr Eth EtOH GABA Glc Gln Glu Gly Glycerol GPC GSH Lac Lys mI NAA NAAG PCh PCr PE Phe Pyr Ser sI Suc Tau Thr Tyr Val)' \
            '--no-macromolecules[leave out the broad lines of macromolecules, which are there otherwise]' \
            '--set[shifts and couplings\: govindaraju (the default) or degraaf (GABA, Gln and Glu)]:SET:(govindaraju degraaf)' \
            '--field[the field of a Pulseq file without --scanner, such as 3T]:FIELD: ' \
            '--linewidth[full width of lines at half maximum; 5.5Hz, or that of the design'\''s search]:WIDTH: ' \
            '--places[places that are simulated across a slice; 64 when left out]:N: ' \
            '--precision[how large the estimate of the relative numerical error may be; 1e-3 when left out]:ERROR: ' \
            '--help[explain seqc, or the command]' \
            '-h[explain seqc, or the command]' \
            '--version[print name and version]' \
            '--color[colour messages\: auto (on a terminal, unless NO_COLOR is set), always, never]:WHEN:(auto always never)' \
            '1:FILE:_files' ;;
        verify)
          _arguments \
            '--help[explain seqc, or the command]' \
            '-h[explain seqc, or the command]' \
            '--version[print name and version]' \
            '--color[colour messages\: auto (on a terminal, unless NO_COLOR is set), always, never]:WHEN:(auto always never)' \
            '1:DIR:_files' ;;
        check)
          _arguments \
            '--scanner[a built-in scanner, or a profile of your own; wins over the design'\''s]:NAME|FILE:_seqc_scanner' \
            '--format[text, one JSON object a line, or a SARIF document]:FORMAT:(text json sarif)' \
            '--margin[print every check with the room that is left to its limit]' \
            '--strict[exit with 3 when something was not proven or not evaluated]' \
            '--timings[print time, CPU time and peak memory of every stage]' \
            '--list[list the checks]' \
            '--explain-limit[say what a check promises and needs; with a scanner, each figure it rests on, and how a site would know it better]:CODE:(G001 G002 G003 G004 G005 G006 R001 R002 R003 R004 R005 R006 A001 A002 A003 A004 T001 T002 T003 E001 E002 E003 E004 V001 V002 V003 T004 A005 I001 I002 I003 I004 I005 I006 F001 F002 F003 R007 R008 R009 X001 X002 X003 X004 X005 X006 X007 X008 H001 H002)' \
            '--help[explain seqc, or the command]' \
            '-h[explain seqc, or the command]' \
            '--version[print name and version]' \
            '--color[colour messages\: auto (on a terminal, unless NO_COLOR is set), always, never]:WHEN:(auto always never)' \
            '1:FILE:_files' ;;
        optimize)
          _arguments \
            '--scanner[a built-in scanner, or a profile of your own; wins over the design'\''s]:NAME|FILE:_seqc_scanner' \
            '--quick[a first look\: few starts, few iterations]' \
            '--starts[how many starts are tried; wins over the design'\''s]:N: ' \
            '--seed[another seed gives other starts; wins over the design'\''s]:N: ' \
            '*--sweep[search with each of these values of a `let` of the design, such as TE=60ms..140ms/5ms or TE=60ms,80ms; several sweep all combinations]:NAME=FROM..TO/STEP: ' \
            '--resume[go on where the search of this design was stopped, with the same numbers]' \
            '--refine[begin at the pinned pulses, and go on for the design'\''s iterations]' \
            '--work[do the search as items in a folder that any number of processes share; begun anew, or gone on with]:DIR:_files' \
            '--jobs[with --work\: how many items are done at once; with --slurm\: tasks of the job array]:N: ' \
            '--reclaim[with --work\: take over what processes of other machines have begun; for when these are gone]' \
            '--slurm[with --work\: write the batch script of a Slurm job array, and submit it with sbatch]' \
            '*--slurm-options[with --slurm\: options for sbatch, such as '\''--partition=short --time=2\:00\:00 --cpus-per-task=4'\'']:OPTIONS: ' \
            '--status[say how far a search in a folder is]:DIR:_files' \
            '--merge[pin what the items of a folder have found, the same as one search without a folder]:DIR:_files' \
            '--partial[with --merge\: the best so far, though items are missing]' \
            '*--pareto[with --merge\: all results and which no other surpasses, as .csv, .json, .svg or text]:FILE:_files' \
            '--help[explain seqc, or the command]' \
            '-h[explain seqc, or the command]' \
            '--version[print name and version]' \
            '--color[colour messages\: auto (on a terminal, unless NO_COLOR is set), always, never]:WHEN:(auto always never)' \
            '1:FILE:_files' ;;
        simulate)
          _arguments \
            '--molecules[which molecules, with commas between, Glu=10 with a concentration in mM; without it, the design'\''s or a brain'\''s]:NAMES:(2HG Ace Ala Asc Asp bHB Cho Cit Cr Eth EtOH GABA Glc Gln Glu Gly Glycerol GPC GSH Lac Lys mI NAA NAAG PCh PCr PE Phe Pyr Ser sI Suc Tau Thr Tyr Val)' \
            '--macromolecules[simulate the broad lines of macromolecules too, as in grey matter]' \
            '--set[shifts and couplings\: govindaraju (the default) or degraaf (GABA, Gln and Glu)]:SET:(govindaraju degraaf)' \
            '--scanner[a built-in scanner, or a profile of your own; wins over the design'\''s]:NAME|FILE:_seqc_scanner' \
            '--field[the field of a Pulseq file without --scanner, such as 3T]:FIELD: ' \
            '--linewidth[full width of lines at half maximum; 5.5Hz, or that of the design'\''s search]:WIDTH: ' \
            '--b1[actual over nominal B1, such as 0.85; 1 when left out; several with --over b1]:SCALE: ' \
            '--offset[offset of the field, such as 10Hz; several with --over offset]:FREQUENCY: ' \
            '--shots[mean (the default)\: all kinds of shots together; each\: one after the other]:WHICH:(mean each)' \
            '--places[places that are simulated across a slice; 64 when left out]:N: ' \
            '--precision[how large the estimate of the relative numerical error may be; 1e-3 when left out]:ERROR: ' \
            '--over[signals over the position in the voxel, over b1 or over the offset; with --species\: profiles over position or offset]:WHAT:(position b1 offset)' \
            '--b1-spread[mean over a normal distribution of B1 with this standard deviation, such as 0.1]:SHARE: ' \
            '--b0-spread[mean over a normal distribution of the offset, such as 8Hz]:FREQUENCY: ' \
            '--species[follow single spins instead of molecules, with commas between\: water, fat, sodium, or molecules of the design]:NAMES: ' \
            '--repetitions[with --species\: which repetition is told, from 1, or which, such as 1-480; their predecessors are played before]:N: ' \
            '--snr[add noise to the mixture\: how far its standard deviation in the spectrum lies below the tallest point]:RATIO: ' \
            '--noise[add noise to the mixture\: its standard deviation in each part of each sample, in the unit of the signals]:DEVIATION: ' \
            '--seed[another seed gives other noise; 1 when left out]:N: ' \
            '--format[csv, json, svg (a drawing) or nifti-mrs; without it, what the ending of --output says, else csv]:FORMAT:(csv json svg nifti-mrs)' \
            '--output[the file to write; without it, standard output]:FILE:_files' \
            '-o[the file to write; without it, standard output]:FILE:_files' \
            '--timings[print time, CPU time and peak memory of every stage]' \
            '--help[explain seqc, or the command]' \
            '-h[explain seqc, or the command]' \
            '--version[print name and version]' \
            '--color[colour messages\: auto (on a terminal, unless NO_COLOR is set), always, never]:WHEN:(auto always never)' \
            '1:FILE:_files' ;;
        phantom)
          _arguments \
            '--molecules[which molecules, with commas between, Glu=10 with a concentration in mM; without it, the design'\''s or a brain'\''s]:NAMES:(2HG Ace Ala Asc Asp bHB Cho Cit Cr Eth EtOH GABA Glc Gln Glu Gly Glycerol GPC GSH Lac Lys mI NAA NAAG PCh PCr PE Phe Pyr Ser sI Suc Tau Thr Tyr Val)' \
            '--no-macromolecules[leave out the broad lines of macromolecules, which are there otherwise]' \
            '--set[shifts and couplings\: govindaraju (the default) or degraaf (GABA, Gln and Glu)]:SET:(govindaraju degraaf)' \
            '--scanner[a built-in scanner, or a profile of your own; wins over the design'\''s]:NAME|FILE:_seqc_scanner' \
            '--field[the field of a Pulseq file without --scanner, such as 3T]:FIELD: ' \
            '--linewidth[full width of lines at half maximum; 5.5Hz, or that of the design'\''s search]:WIDTH: ' \
            '--b1[actual over nominal B1, such as 0.85; 1 when left out; several with --over b1]:SCALE: ' \
            '--offset[offset of the field, such as 10Hz; several with --over offset]:FREQUENCY: ' \
            '--b1-spread[mean over a normal distribution of B1 with this standard deviation, such as 0.1]:SHARE: ' \
            '--b0-spread[mean over a normal distribution of the offset, such as 8Hz]:FREQUENCY: ' \
            '--snr[add noise to the mixture\: how far its standard deviation in the spectrum lies below the tallest point]:RATIO: ' \
            '--noise[add noise to the mixture\: its standard deviation in each part of each sample, in the unit of the signals]:DEVIATION: ' \
            '--seed[another seed gives other noise; 1 when left out]:N: ' \
            '--dynamics[how many acquisitions, each with noise of its own; 1 when left out]:N: ' \
            '--places[places that are simulated across a slice; 64 when left out]:N: ' \
            '--precision[how large the estimate of the relative numerical error may be; 1e-3 when left out]:ERROR: ' \
            '--output[the .nii or .nii.gz file to write; without it, NAME-phantom.nii.gz; the truth goes to a JSON file beside it]:FILE:_files' \
            '-o[the .nii or .nii.gz file to write; without it, NAME-phantom.nii.gz; the truth goes to a JSON file beside it]:FILE:_files' \
            '--timings[print time, CPU time and peak memory of every stage]' \
            '--help[explain seqc, or the command]' \
            '-h[explain seqc, or the command]' \
            '--version[print name and version]' \
            '--color[colour messages\: auto (on a terminal, unless NO_COLOR is set), always, never]:WHEN:(auto always never)' \
            '1:FILE:_files' ;;
        states)
          _arguments \
            '--molecules[which molecules, with commas between, Glu=10 with a concentration in mM; without it, the design'\''s or a brain'\''s]:NAMES:(2HG Ace Ala Asc Asp bHB Cho Cit Cr Eth EtOH GABA Glc Gln Glu Gly Glycerol GPC GSH Lac Lys mI NAA NAAG PCh PCr PE Phe Pyr Ser sI Suc Tau Thr Tyr Val)' \
            '--set[shifts and couplings\: govindaraju (the default) or degraaf (GABA, Gln and Glu)]:SET:(govindaraju degraaf)' \
            '--scanner[a built-in scanner, or a profile of your own; wins over the design'\''s]:NAME|FILE:_seqc_scanner' \
            '--field[the field of a Pulseq file without --scanner, such as 3T]:FIELD: ' \
            '--linewidth[full width of lines at half maximum; 5.5Hz, or that of the design'\''s search]:WIDTH: ' \
            '--b1[actual over nominal B1, such as 0.85; 1 when left out; several with --over b1]:SCALE: ' \
            '--offset[offset of the field, such as 10Hz; several with --over offset]:FREQUENCY: ' \
            '--at[times beside the edges of blocks and pulses, with commas between, such as 12ms; from the centre of the first pulse]:TIMES: ' \
            '*--band[take the signal of this band apart, such as 2.3..2.4ppm; without it, the whole spectrum, and 2.28..2.40ppm for Glu, 2.40..2.52ppm for Gln]:FROM..TO: ' \
            '--shots[mean (the default)\: all kinds of shots that are stored together; or the number of one]:WHICH: ' \
            '--places[places that are simulated across a slice; 24 when left out]:N: ' \
            '*--without[say what is left of the signals when a part of the state is taken away at the times of --at, or before the last pulse\: antiphase, '\''order 2'\'', '\''spins 3'\'', '\''2 I1x I2z'\'', '\''all but antiphase'\'']:PART: ' \
            '--top[operators and pathways in a table; 8 when left out]:N: ' \
            '--explain[the sentences alone, without the tables]' \
            '--no-relaxation[leave out T1 and T2]' \
            '--precision[how large the estimate of the relative numerical error may be; 1e-3 when left out]:ERROR: ' \
            '--format[text, csv, json or svg (a drawing); without it, what the ending of --output says, else text]:FORMAT:(text csv json svg)' \
            '--output[the file to write; without it, standard output]:FILE:_files' \
            '-o[the file to write; without it, standard output]:FILE:_files' \
            '--timings[print time, CPU time and peak memory of every stage]' \
            '--help[explain seqc, or the command]' \
            '-h[explain seqc, or the command]' \
            '--version[print name and version]' \
            '--color[colour messages\: auto (on a terminal, unless NO_COLOR is set), always, never]:WHEN:(auto always never)' \
            '1:FILE:_files' ;;
        sensitivity)
          _arguments \
            '--scanner[a built-in scanner, or a profile of your own; wins over the design'\''s]:NAME|FILE:_seqc_scanner' \
            '--parts[parts that each pulse is cut into, at most its samples; 25 when left out]:N: ' \
            '--format[text, csv, json or svg (a drawing); without it, what the ending of --output says, else text]:FORMAT:(text csv json svg)' \
            '--output[the file to write; without it, standard output]:FILE:_files' \
            '-o[the file to write; without it, standard output]:FILE:_files' \
            '--help[explain seqc, or the command]' \
            '-h[explain seqc, or the command]' \
            '--version[print name and version]' \
            '--color[colour messages\: auto (on a terminal, unless NO_COLOR is set), always, never]:WHEN:(auto always never)' \
            '1:FILE:_files' ;;
        robustness)
          _arguments \
            '--scanner[a built-in scanner, or a profile of your own; wins over the design'\''s]:NAME|FILE:_seqc_scanner' \
            '--b1[actual over nominal B1; 0.7..1.3 when left out]:FROM..TO: ' \
            '--offset[offsets of the field; -30..30Hz when left out]:FROM..TO: ' \
            '--steps[cells along each axis of the map; 7 when left out]:N: ' \
            '--molecules[which molecules, with commas between, Glu=10 with a concentration in mM; without it, the design'\''s or a brain'\''s]:NAMES:(2HG Ace Ala Asc Asp bHB Cho Cit Cr Eth EtOH GABA Glc Gln Glu Gly Glycerol GPC GSH Lac Lys mI NAA NAAG PCh PCr PE Phe Pyr Ser sI Suc Tau Thr Tyr Val)' \
            '--set[shifts and couplings\: govindaraju (the default) or degraaf (GABA, Gln and Glu)]:SET:(govindaraju degraaf)' \
            '--band[signals in a band, such as 2.28..2.40ppm; without it, of the whole spectrum]:FROM..TO: ' \
            '--field[the field of a Pulseq file without --scanner, such as 3T]:FIELD: ' \
            '--linewidth[full width of lines at half maximum; 5.5Hz, or that of the design'\''s search]:WIDTH: ' \
            '--format[text, csv, json or svg (a drawing); without it, what the ending of --output says, else text]:FORMAT:(text csv json svg)' \
            '--output[the file to write; without it, standard output]:FILE:_files' \
            '-o[the file to write; without it, standard output]:FILE:_files' \
            '--help[explain seqc, or the command]' \
            '-h[explain seqc, or the command]' \
            '--version[print name and version]' \
            '--color[colour messages\: auto (on a terminal, unless NO_COLOR is set), always, never]:WHEN:(auto always never)' \
            '1:FILE:_files' ;;
        report)
          _arguments \
            '--output[the page to write, - for standard output; without it, NAME-report.html]:FILE:_files' \
            '-o[the page to write, - for standard output; without it, NAME-report.html]:FILE:_files' \
            '--scanner[a built-in scanner, or a profile of your own; wins over the design'\''s]:NAME|FILE:_seqc_scanner' \
            '--molecules[which molecules, with commas between, Glu=10 with a concentration in mM; without it, the design'\''s or a brain'\''s]:NAMES:(2HG Ace Ala Asc Asp bHB Cho Cit Cr Eth EtOH GABA Glc Gln Glu Gly Glycerol GPC GSH Lac Lys mI NAA NAAG PCh PCr PE Phe Pyr Ser sI Suc Tau Thr Tyr Val)' \
            '--set[shifts and couplings\: govindaraju (the default) or degraaf (GABA, Gln and Glu)]:SET:(govindaraju degraaf)' \
            '--field[the field of a Pulseq file without --scanner, such as 3T]:FIELD: ' \
            '--linewidth[full width of lines at half maximum; 5.5Hz, or that of the design'\''s search]:WIDTH: ' \
            '--places[places that are simulated across a slice; 24 when left out]:N: ' \
            '--precision[how large the estimate of the relative numerical error may be; 1e-3 when left out]:ERROR: ' \
            '--strict[exit with 3 when something was not proven or not evaluated]' \
            '--timings[print time, CPU time and peak memory of every stage]' \
            '--help[explain seqc, or the command]' \
            '-h[explain seqc, or the command]' \
            '--version[print name and version]' \
            '--color[colour messages\: auto (on a terminal, unless NO_COLOR is set), always, never]:WHEN:(auto always never)' \
            '1:FILE:_files' ;;
        compare)
          _arguments \
            '--scanner[a built-in scanner, or a profile of your own; wins over the design'\''s]:NAME|FILE:_seqc_scanner' \
            '--relative-to[the sequence whose nominal bounds are 1; without it, an ideal pulse and acquisition at once]:FILE:_files' \
            '--as-searched[the members of the search, and none between them]' \
            '--coarse[coarser pulses and slices\: a first look]' \
            '--format[text, markdown, or every figure as CSV]:FORMAT:(text markdown csv)' \
            '--help[explain seqc, or the command]' \
            '-h[explain seqc, or the command]' \
            '--version[print name and version]' \
            '--color[colour messages\: auto (on a terminal, unless NO_COLOR is set), always, never]:WHEN:(auto always never)' \
            '*:FILE:_files' ;;
        inspect)
          _arguments \
            '--dump[print the sequence itself\: every block, every distinct event]' \
            '--resolved[print the design, and below each line what was worked out for it]' \
            '--waveforms[print all waveforms as JSON, for comparison with other programs]' \
            '--scanner[a built-in scanner, or a profile of your own; wins over the design'\''s]:NAME|FILE:_seqc_scanner' \
            '--format[text or JSON]:FORMAT:(text json)' \
            '--timings[print time, CPU time and peak memory of every stage]' \
            '--help[explain seqc, or the command]' \
            '-h[explain seqc, or the command]' \
            '--version[print name and version]' \
            '--color[colour messages\: auto (on a terminal, unless NO_COLOR is set), always, never]:WHEN:(auto always never)' \
            '1:FILE:_files' ;;
        plot)
          _arguments \
            '--output[the SVG file to write, or - for standard output, or a name that ends in .txt; without it, the terminal]:FILE:_files' \
            '-o[the SVG file to write, or - for standard output, or a name that ends in .txt; without it, the terminal]:FILE:_files' \
            '--from[where the figure begins, such as 12ms after the start of the run]:TIME: ' \
            '--to[where it ends]:TIME: ' \
            '--repetition[which shot is shown, from an excitation to its data; the first is 1]:N: ' \
            '--scanner[a built-in scanner, or a profile of your own; wins over the design'\''s]:NAME|FILE:_seqc_scanner' \
            '--timings[print time, CPU time and peak memory of every stage]' \
            '--help[explain seqc, or the command]' \
            '-h[explain seqc, or the command]' \
            '--version[print name and version]' \
            '--color[colour messages\: auto (on a terminal, unless NO_COLOR is set), always, never]:WHEN:(auto always never)' \
            '1:FILE:_files' \
            '2:KIND:(diagram moments k-space gradient-spectrum nerve-stimulation b1rms pulses spectra states sensitivity robustness)' ;;
        diff)
          _arguments \
            '--scanner[a built-in scanner, or a profile of your own; wins over the design'\''s]:NAME|FILE:_seqc_scanner' \
            '--format[text or JSON]:FORMAT:(text json)' \
            '--help[explain seqc, or the command]' \
            '-h[explain seqc, or the command]' \
            '--version[print name and version]' \
            '--color[colour messages\: auto (on a terminal, unless NO_COLOR is set), always, never]:WHEN:(auto always never)' \
            '1:A:_files' \
            '2:B:_files' ;;
        new)
          _arguments \
            '--scanner[a built-in scanner, or a profile of your own; wins over the design'\''s]:NAME|FILE:_seqc_scanner' \
            '--help[explain seqc, or the command]' \
            '-h[explain seqc, or the command]' \
            '--version[print name and version]' \
            '--color[colour messages\: auto (on a terminal, unless NO_COLOR is set), always, never]:WHEN:(auto always never)' \
            '1::NAME: ' ;;
        format)
          _arguments \
            '--write[rewrite the files instead of printing them]' \
            '--check[change nothing; exit with 1 when a file is not laid out]' \
            '--help[explain seqc, or the command]' \
            '-h[explain seqc, or the command]' \
            '--version[print name and version]' \
            '--color[colour messages\: auto (on a terminal, unless NO_COLOR is set), always, never]:WHEN:(auto always never)' \
            '*:FILE:_files' ;;
        scanners)
          _arguments \
            '--help[explain seqc, or the command]' \
            '-h[explain seqc, or the command]' \
            '--version[print name and version]' \
            '--color[colour messages\: auto (on a terminal, unless NO_COLOR is set), always, never]:WHEN:(auto always never)' \
            '1::NAME|FILE:_seqc_scanner' ;;
        metabolites)
          _arguments \
            '--set[shifts and couplings\: govindaraju (the default) or degraaf (GABA, Gln and Glu)]:SET:(govindaraju degraaf)' \
            '--format[text or JSON]:FORMAT:(text json)' \
            '--help[explain seqc, or the command]' \
            '-h[explain seqc, or the command]' \
            '--version[print name and version]' \
            '--color[colour messages\: auto (on a terminal, unless NO_COLOR is set), always, never]:WHEN:(auto always never)' \
            '1::NAME:(2HG Ace Ala Asc Asp bHB Cho Cit Cr Eth EtOH GABA Glc Gln Glu Gly Glycerol GPC GSH Lac Lys mI NAA NAAG PCh PCr PE Phe Pyr Ser sI Suc Tau Thr Tyr Val)' ;;
        targets)
          _arguments \
            '--help[explain seqc, or the command]' \
            '-h[explain seqc, or the command]' \
            '--version[print name and version]' \
            '--color[colour messages\: auto (on a terminal, unless NO_COLOR is set), always, never]:WHEN:(auto always never)' \
            '1::NAME:(pulseq mrd-header ge-xml siemens-xml jemris vespa basis-fslmrs basis-lcmodel basis-osprey basis-jmrui handoff-siemens handoff-ge handoff-philips handoff-uih handoff-generic)' ;;
        explain)
          _arguments \
            '--help[explain seqc, or the command]' \
            '-h[explain seqc, or the command]' \
            '--version[print name and version]' \
            '--color[colour messages\: auto (on a terminal, unless NO_COLOR is set), always, never]:WHEN:(auto always never)' \
            '1::CODE:(G001 G002 G003 G004 G005 G006 R001 R002 R003 R004 R005 R006 A001 A002 A003 A004 T001 T002 T003 E001 E002 E003 E004 V001 V002 V003 T004 A005 I001 I002 I003 I004 I005 I006 F001 F002 F003 R007 R008 R009 X001 X002 X003 X004 X005 X006 X007 X008 H001 H002)' ;;
        completions)
          _arguments \
            '--help[explain seqc, or the command]' \
            '-h[explain seqc, or the command]' \
            '--version[print name and version]' \
            '--color[colour messages\: auto (on a terminal, unless NO_COLOR is set), always, never]:WHEN:(auto always never)' \
            '1:SHELL:(bash zsh fish)' ;;
        manual)
          _arguments \
            '--format[man (roff, the default) or markdown]:FORMAT:(man markdown)' \
            '--help[explain seqc, or the command]' \
            '-h[explain seqc, or the command]' \
            '--version[print name and version]' \
            '--color[colour messages\: auto (on a terminal, unless NO_COLOR is set), always, never]:WHEN:(auto always never)' ;;
      esac ;;
  esac
}
_seqc "$@"
