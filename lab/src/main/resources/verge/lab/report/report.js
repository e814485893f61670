"use strict";
(() => {
  const page = JSON.parse(document.getElementById("data").textContent);
  const charts = [];
  let paint = {};

  const css = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const fixed = (value, digits = 2) => value === null || value === undefined ? "–" : Number(value).toFixed(digits);
  const runColour = run => css("s" + (run % 6 + 1));
  const several = page.runs.length > 1;

  function escape(text) {
    return String(text).replace(/[&<>"]/g, c => ({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;"})[c]);
  }

  function axis(name, extra) {
    return Object.assign({
      type: "value", name, nameLocation: "middle", nameGap: 34, scale: true,
      nameTextStyle: {color: paint.soft}, axisLabel: {color: paint.soft, hideOverlap: true},
      axisLine: {lineStyle: {color: paint.line}}, axisTick: {show: false},
      splitLine: {lineStyle: {color: paint.line}}
    }, extra);
  }

  function base() {
    return {
      animation: false, textStyle: {fontFamily: getComputedStyle(document.body).fontFamily, color: paint.ink},
      tooltip: {
        trigger: "axis", confine: true, backgroundColor: paint.page, borderColor: paint.line,
        textStyle: {color: paint.ink, fontSize: 13}
      }
    };
  }

  /* A mean with a band around it. The line comes first: the legend shows the first series of a name. */
  function meanWithBand(name, points, colour, line) {
    const outline = api => points.map(p => api.coord([p.x, p.y + p.ci]))
      .concat(points.map(p => api.coord([p.x, p.y - p.ci])).reverse());
    return [
      curve(name, points.map(p => [p.x, p.y]), colour, line),
      {
        type: "custom", name, silent: true, clip: true, z: 1, itemStyle: {color: colour}, tooltip: {show: false},
        data: points.map(p => [p.x, p.y - p.ci, p.y + p.ci]), encode: {x: 0, y: [1, 2]},
        renderItem: (params, api) => params.dataIndexInside > 0 ? null : {
          type: "polygon", shape: {points: outline(api)}, style: {fill: colour, opacity: 0.16}
        }
      }
    ];
  }

  function curve(name, data, colour, line) {
    return {
      type: "line", name, data, symbol: data.length < 2 ? "circle" : "none", symbolSize: 7,
      lineStyle: Object.assign({color: colour, width: 2}, line), itemStyle: {color: colour},
      emphasis: {disabled: true}
    };
  }

  function labelled(series, text, colour) {
    series.endLabel = {show: true, formatter: text, color: colour, fontSize: 12, distance: 8};
    series.labelLayout = {moveOverlap: "shiftY"};
    return series;
  }

  function tooltipOf(rows) {
    return rows.map(row => "<div>" + row.marker + escape(row.seriesName) + "&ensp;<b>" + fixed(row.value[1])
      + "</b></div>").join("");
  }

  function learning(element) {
    const option = base();
    option.grid = {left: 64, right: 24, top: several ? 44 : 24, bottom: 52};
    option.xAxis = axis("meta-training step", {scale: false});
    option.yAxis = axis("mean latency", {nameGap: 48});
    option.series = [];
    page.runs.forEach((run, i) => {
      const points = (run.results ? run.results.learning : []).map(p => ({x: p.step, y: p.latency, ci: p.ci95}));
      if (points.length > 0) {
        option.series.push(...meanWithBand(run.label, points, runColour(i), {}));
      }
    });
    if (several) {
      option.legend = {top: 0, left: 0, itemWidth: 26, itemHeight: 10, textStyle: {color: paint.soft, fontSize: 12.5}};
    }
    option.tooltip.formatter = all => {
      const rows = all.filter(row => row.seriesType === "line");
      return "step " + rows[0].value[0] + tooltipOf(rows);
    };
    draw(element, option);
  }

  function horizontal(name, value, last, colour, type, width) {
    const line = curve(name, [[0, value], [last, value]], colour, {type, width});
    return labelled(line, name + "  " + fixed(value, 1), colour);
  }

  /* What of the references is far above everything else starts hidden, so that the curves can be read. */
  function references(set, last, top) {
    const baselines = set.baselines;
    const lines = [
      ["local", baselines.local], ["edge", baselines.edge], ["greedy", baselines.greedy],
      ["HEFT", Math.min(baselines.heft, baselines["heft-replay"])]
    ].map(([name, value]) => horizontal(name, value, last, paint.reference, "dashed", 1.3));
    const shown = {};
    const value = {};
    for (const line of lines) {
      value[line.name] = line.data[0][1];
      shown[line.name] = value[line.name] <= top;
    }
    if (baselines.optimal !== null) {
      lines.push(horizontal("optimum", baselines.optimal, last, paint.optimum, "solid", 1.6));
    }
    return {lines, shown, value};
  }

  function policyCurves(curveOfRun, run, runIndex) {
    const own = curveOfRun.policy === run.results.method;
    const prefix = several ? run.label + ": " : "";
    const points = curveOfRun.points;
    const colour = several ? runColour(runIndex) : own ? paint.s1 : paint.s4;
    const sampled = points.map(p => ({x: p.update, y: p.sampled, ci: p.sampledCi95}));
    const line = own ? {} : {type: [8, 3, 2, 3]};
    const series = meanWithBand(prefix + curveOfRun.policy + ", sampled mean", sampled, colour, line);
    if (own) {
      series.push(curve(prefix + curveOfRun.policy + ", greedy decoding", points.map(p => [p.update, p.greedyDecoded]),
        several ? colour : paint.s2, {type: "dashed"}));
      series.push(curve(prefix + curveOfRun.policy + ", best of 20", points.map(p => [p.update, p.bestOf20]),
        several ? colour : paint.s3, {type: "dotted", width: 2.4}));
    }
    return series;
  }

  function adaptation(element) {
    const group = page.groups[Number(element.dataset.group)];
    const option = base();
    option.series = [];
    let last = 1;
    let top = 0;
    for (const member of group.members) {
      const run = page.runs[member.run];
      for (const policy of run.results.sets[member.set].curves) {
        option.series.push(...policyCurves(policy, run, member.run));
        for (const p of policy.points) {
          last = Math.max(last, p.update);
          top = Math.max(top, p.sampled);
        }
      }
    }
    const set = page.runs[group.members[0].run].results.sets[group.members[0].set];
    const heft = Math.min(set.baselines.heft, set.baselines["heft-replay"]);
    top = Math.max(top, set.baselines.greedy, heft) * 1.15;
    const marks = references(set, last, top);
    const learned = [...new Set(option.series.map(s => s.name))];
    option.series.push(...marks.lines);
    option.legend = {
      top: 0, left: 0, right: 0, itemWidth: 26, itemHeight: 10, textStyle: {color: paint.soft, fontSize: 12.5},
      inactiveColor: paint.reference, selected: marks.shown, data: learned.concat(marks.lines.map(l => l.name)),
      formatter: name => marks.shown[name] === false ? name + " " + fixed(marks.value[name], 1) + " (hidden)" : name
    };
    option.grid = {left: 64, right: 130, top: several ? 40 + 24 * group.members.length : 58, bottom: 52};
    option.xAxis = axis("adaptation updates", {scale: false, max: last, minInterval: 1});
    option.yAxis = axis("mean latency", {nameGap: 48});
    option.tooltip.formatter = rows => {
      const learnedRows = rows.filter(row => row.seriesType === "line" && learned.includes(row.seriesName));
      return learnedRows.length === 0 ? "" : "update " + learnedRows[0].value[0] + tooltipOf(learnedRows);
    };
    draw(element, option);
  }

  /* Splits what overlaps on one resource over several rows; what overlaps with nothing keeps the full height. */
  function stack(bars) {
    bars.sort((a, b) => a.from - b.from || a.to - b.to);
    let cluster = [];
    let ends = [];
    const close = () => cluster.forEach(bar => { bar.rows = ends.length; });
    for (const bar of bars) {
      const free = end => end <= bar.from + 1e-9 * Math.max(1, bar.from);
      if (ends.every(free)) {
        close();
        cluster = [];
        ends = [];
      }
      const row = ends.findIndex(free);
      bar.row = row < 0 ? ends.length : row;
      ends[bar.row] = bar.to;
      cluster.push(bar);
    }
    close();
    return bars;
  }

  const LANES = [["downlink", 0], ["host", 1], ["uplink", 2], ["device", 3]];

  function lanes(tasks) {
    const bars = {device: [], uplink: [], host: [], downlink: []};
    for (const task of tasks) {
      if (task.where === "local") {
        bars.device.push({id: task.id, from: task.start, to: task.finish});
      } else {
        bars.uplink.push({id: task.id, from: task.uploadStart, to: task.uploadFinish});
        bars.host.push({id: task.id, from: task.hostStart, to: task.hostFinish});
        bars.downlink.push({id: task.id, from: task.downloadStart, to: task.downloadFinish});
      }
    }
    return LANES.map(([name, lane]) => ({name, lane, bars: stack(bars[name])}));
  }

  function bar(lane) {
    return (params, api) => {
      const item = lane.bars[params.dataIndex];
      const from = api.coord([item.from, lane.lane]);
      const to = api.coord([item.to, lane.lane]);
      const height = api.size([0, 1])[1] * 0.8;
      const y = from[1] - height / 2 + height * item.row / item.rows;
      const width = Math.max(1, to[0] - from[0]);
      const size = height / item.rows;
      const text = String(item.id);
      const fits = width > 7 * text.length + 3 && size > 9;
      return {
        type: "rect", shape: {x: from[0], y, width, height: Math.max(1, size - 1), r: 2},
        style: {fill: paint[lane.name], stroke: paint.page, lineWidth: 1},
        textContent: fits ? {style: {text, fill: paint["on-bar"], fontSize: Math.min(11, size)}} : undefined,
        textConfig: {position: "inside"}
      };
    };
  }

  function gantt(element) {
    const schedules = page.runs[Number(element.dataset.run)].gantt;
    const panel = 142;
    const count = schedules.policies.length;
    element.style.height = panel * count + 40 + "px";
    const most = Math.max(...schedules.policies.map(policy => policy.latency));
    const option = base();
    Object.assign(option, {grid: [], xAxis: [], yAxis: [], series: [], title: []});
    option.tooltip.trigger = "item";
    schedules.policies.forEach((policy, i) => {
      const top = i * panel + 28;
      option.title.push({
        text: policy.name + "  " + fixed(policy.latency, 1), left: 0, top: top - 28,
        textStyle: {color: paint.ink, fontSize: 13, fontWeight: 600}
      });
      option.grid.push({left: 74, right: 24, top, height: panel - 44});
      option.xAxis.push(axis(i === count - 1 ? "time" : "", {
        gridIndex: i, min: 0, max: most, scale: false, nameGap: 26,
        axisLabel: {show: i === count - 1, color: paint.soft, hideOverlap: true, formatter: v => fixed(v, 0)}
      }));
      option.yAxis.push({
        type: "category", gridIndex: i, data: LANES.map(lane => lane[0]), axisTick: {show: false},
        axisLine: {show: false}, axisLabel: {color: paint.soft, interval: 0}
      });
      for (const lane of lanes(policy.tasks)) {
        option.series.push({
          type: "custom", xAxisIndex: i, yAxisIndex: i, renderItem: bar(lane),
          data: lane.bars.map(b => [b.from, lane.lane, b.to, b.id]), clip: true,
          encode: {x: [0, 2], y: 1},
          tooltip: {
            formatter: p => escape(lane.name) + ", task " + p.value[3] + "<br>" + fixed(p.value[0]) + " to "
              + fixed(p.value[2])
          }
        });
      }
      option.series.push({
        type: "line", xAxisIndex: i, yAxisIndex: i, data: [], silent: true,
        markLine: {
          symbol: "none", data: [{xAxis: policy.latency}], label: {show: false},
          lineStyle: {color: paint.ink, width: 1.4, type: "solid"}
        }
      });
    });
    draw(element, option);
  }

  function metric(element) {
    const name = element.dataset.metric;
    const option = base();
    option.title = {text: name, left: 0, top: 0, textStyle: {color: paint.ink, fontSize: 13, fontWeight: 600}};
    option.grid = {left: 56, right: 12, top: 30, bottom: 26};
    option.xAxis = axis("", {scale: false, minInterval: 1});
    option.yAxis = axis("", {splitNumber: 3});
    option.series = [];
    page.runs.forEach((run, i) => {
      if (run.metrics[name]) {
        option.series.push(curve(run.label, run.metrics[name], several ? runColour(i) : paint.s1, {width: 1.5}));
      }
    });
    option.tooltip.formatter = rows => "step " + rows[0].value[0] + rows.map(row => "<div>" + row.marker
      + (several ? escape(row.seriesName) : "") + "&ensp;<b>" + Number(row.value[1]).toPrecision(6)
      + "</b></div>").join("");
    draw(element, option);
  }

  const SERIES = ["s1", "s2", "s3", "s4", "s5", "s6"];
  const MOST_NAMED = 12;
  const traceOf = element => page.runs[Number(element.dataset.run)].trace;

  /* Users, servers and who reaches whom; metres are equally long in both directions. */
  function map(element) {
    const {places, links, measured} = traceOf(element).map;
    const at = place => [place.x, place.y];
    const xs = places.map(p => p.x);
    const ys = places.map(p => p.y);
    const middle = v => (Math.min(...v) + Math.max(...v)) / 2;
    const spread = v => Math.max(...v) - Math.min(...v);
    const frame = {width: element.clientWidth - 88, height: element.clientHeight - 92};
    const scale = 1.06 * Math.max(spread(xs) / frame.width, spread(ys) / frame.height) || 1;
    const range = (v, pixels) => ({min: middle(v) - scale * pixels / 2, max: middle(v) + scale * pixels / 2});
    const option = base();
    option.tooltip.trigger = "item";
    option.grid = {left: 64, right: 24, top: 40, bottom: 52};
    const kinds = ["user", "server"].filter(kind => places.some(p => p.kind === kind));
    option.legend = {top: 0, left: 0, data: kinds, textStyle: {color: paint.soft, fontSize: 12.5}};
    const whole = {scale: false, axisLabel: {color: paint.soft, showMinLabel: false, showMaxLabel: false,
      formatter: v => fixed(v, 0)}};
    if (!measured) {
      whole.show = false;
    }
    option.xAxis = axis("m", Object.assign(range(xs, frame.width), whole));
    option.yAxis = axis("m", Object.assign(range(ys, frame.height), whole, {nameGap: 48}));
    const dots = (kind, colour, symbol, size) => ({
      type: "scatter", name: kind, symbol, symbolSize: size, itemStyle: {color: colour},
      data: places.filter(p => p.kind === kind).map(p => ({value: at(p), name: p.name})),
      tooltip: {formatter: p => escape(p.name)
        + (measured ? "<br>" + fixed(p.value[0], 1) + " m, " + fixed(p.value[1], 1) + " m" : "")}
    });
    option.series = [
      {
        type: "lines", coordinateSystem: "cartesian2d", silent: true, z: 1,
        lineStyle: {color: paint.reference, width: 1, opacity: 0.35},
        data: links.map(l => ({coords: [at(places[l.from]), at(places[l.to])]}))
      },
      dots("user", paint.s1, "circle", 8), dots("server", paint.s4, "rect", 13)
    ];
    draw(element, option);
  }

  /* Quantities over time; of very many lines none is named. */
  function course(element) {
    const trace = traceOf(element);
    const chart = trace.charts[Number(element.dataset.number)];
    const option = base();
    option.grid = {left: 64, right: 24, top: 40, bottom: 52};
    option.xAxis = axis(trace.timeUnit === "s" ? "time, s" : trace.timeUnit, {scale: false, max: "dataMax",
      axisLabel: {color: paint.soft, hideOverlap: true, showMaxLabel: false}});
    option.yAxis = axis(chart.unit, {scale: false, nameGap: 44});
    option.series = chart.lines.map((line, i) => curve(line.name,
      line.values.map((value, t) => [trace.times[t], value]), paint[SERIES[i % SERIES.length]],
      {width: 1.5, type: ["solid", "dashed", "dotted"][Math.floor(i / SERIES.length) % 3]}));
    const named = chart.lines.length <= MOST_NAMED;
    if (named) {
      option.legend = {top: 0, left: 0, right: 0, itemWidth: 26, itemHeight: 10, type: "scroll",
        textStyle: {color: paint.soft, fontSize: 12.5}};
    }
    const when = time => trace.timeUnit === "s" ? fixed(time, 3) + " s" : escape(trace.timeUnit) + " " + time;
    option.tooltip.formatter = rows => when(rows[0].value[0])
      + tooltipOf(rows.slice(0, MOST_NAMED));
    draw(element, option);
  }

  function delays(element) {
    const {widthSeconds, counts} = traceOf(element).delays;
    const digits = Math.max(0, Math.min(12, 1 - Math.floor(Math.log10(widthSeconds))));
    const from = i => fixed(i * widthSeconds, digits);
    const option = base();
    option.grid = {left: 64, right: 24, top: 16, bottom: 52};
    option.xAxis = axis("delay, s", {type: "category", data: counts.map((c, i) => from(i))});
    option.yAxis = axis("tasks", {scale: false, nameGap: 44});
    option.series = [{type: "bar", data: counts, itemStyle: {color: paint.s1}, barCategoryGap: "8%"}];
    option.tooltip.formatter = rows => from(rows[0].dataIndex) + " to " + from(rows[0].dataIndex + 1)
      + " s&ensp;<b>" + rows[0].value + "</b>";
    draw(element, option);
  }

  function draw(element, option) {
    const chart = echarts.init(element, null, {renderer: "canvas"});
    chart.setOption(option);
    charts.push(chart);
  }

  function drawAll() {
    while (charts.length > 0) {
      charts.pop().dispose();
    }
    for (const name of ["page", "ink", "soft", "line", "s1", "s2", "s3", "s4", "s5", "s6", "reference", "optimum", "device",
      "uplink", "host", "downlink", "on-bar"]) {
      paint[name] = css(name);
    }
    document.querySelectorAll("[data-chart]").forEach(element => {
      ({learning, adaptation, gantt, metric, map, course, delays})[element.dataset.chart](element);
    });
  }

  drawAll();
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
  window.addEventListener("resize", () => charts.forEach(chart => chart.resize()));
})();
