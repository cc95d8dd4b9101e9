# Layout of all figures made of panels: strips of examples, lines, grids of cells; below them, why some panels are not there.
#
# Run in a folder with figure.gp (canvas, colour map), panel-1.gp ... (variables of each panel) and their data,
# with the string variable `format` set to svg, pdf or png; writes figure.FORMAT. The module Drawing makes those
# files. What is drawn comes from there; how it looks is decided here.

load 'figure.gp'

# One unit is a pixel of SVG, a point of PDF, two pixels of PNG. The terminals differ in what a font's
# point and a marker's size are; fontscale and marker make them alike. Texts are placed by units, not by lines.
face = 'DejaVu Sans'
if (format eq 'svg') {
    set terminal svg size canvasWidth, canvasHeight dynamic enhanced font face.',16' name figureName background '#ffffff'
}
if (format eq 'pdf') {
    set terminal pdfcairo size canvasWidth / 72.0, canvasHeight / 72.0 enhanced font face.',16' fontscale 0.74 linewidth 1.5 background '#ffffff'
}
if (format eq 'png') {
    set terminal pngcairo size 2 * canvasWidth, 2 * canvasHeight enhanced font face.',16' fontscale 1.5 linewidth 2 pointscale 2 background '#ffffff'
}
marker = format eq 'svg' ? 0.65 : format eq 'pdf' ? 1.3 : 1.2
# Ticks' labels are a little lower in SVG.
axisTitleHeight = format eq 'svg' ? 13 : 17
set encoding utf8
set output 'figure.'.format

# Looks. Lines differ in colour (Okabe & Ito, safe for colour-blind readers), dash and marker by density; style 1 is dense.
# Where a panel also compares networks or nonlinearities, colour goes by density, dash and marker by those.
ink = '#222222'
quiet = '#555555'
faint = '#8a8a8a'
lineColour = '#D55E00 #0072B2 #009E73 #CC79A7 #56B4E9 #E69F00 #444444 #8a6d3b'
lineMarker = '4 7 9 5 11 13 6 8'
array lineDash[8] = ['(12,5)', 'solid', '(3,4)', '(14,4,3,4)', '(7,3)', '(2,2)', '(16,6)', '(5,2,2,2)']
variantMarker = '7 4 9 12'
array variantDash[4] = ['solid', '(9,4)', '(3,4)', '(14,4,3,4)']
stops = |colourStops|
palette = ''
do for [k = 1:stops] { palette = palette.sprintf("%s%d '%s'", k > 1 ? ', ' : '', k - 1, colourStops[k]) }

# Lengths in units as fractions of the canvas.
across(units) = units / (1.0 * canvasWidth)
up(units) = units / (1.0 * canvasHeight)
smaller(a, b) = a < b ? a : b
larger(a, b) = a > b ? a : b
# Size of a font in which a text of this many letters fits into this many units.
fitting(size, text, units) = smaller(size, units / (0.54 * larger(1, strlen(text))))
# Looks of line k.
style(k) = int(lineStyle[k] - 1) % 8 + 1
variant(k) = int(lineVariant[k]) % 4 + 1
colour(k) = word(lineColour, style(k))
muted(k) = '#8c'.substr(colour(k), 2, 7)
dash(k) = variants > 1 ? variantDash[variant(k)] : lineDash[style(k)]
pointOf(k) = word(variants > 1 ? variantMarker : lineMarker, variants > 1 ? variant(k) : style(k))

set multiplot
do for [panel = 1:panels] {
    reset
    load sprintf('panel-%d.gp', panel)
    name = sprintf('panel-%d', panel)
    set border 3 linewidth 1 linecolor rgb ink
    set tics nomirror out scale 0.6 textcolor rgb ink font face.',15'
    set format '%g'
    unset key
    # Names of panels have one letter, or a letter and a digit.
    textLeft = 36 + 19 * strlen(letter)
    textWidth = (frameRight - frameLeft) * canvasWidth - textLeft - 12
    set label 1 letter at screen frameLeft + across(18), screen frameTop - up(30) font face.' Bold,26' textcolor rgb ink noenhanced
    set label 2 panelTitle at screen frameLeft + across(textLeft), screen frameTop - up(30) font sprintf('%s,%.1f', face, fitting(18, panelTitle, textWidth)) textcolor rgb ink noenhanced
    if (form ne 'examples') {
        set label 3 subtitle at screen frameLeft + across(textLeft), screen frameTop - up(56) font sprintf('%s,%.1f', face, fitting(14, subtitle, textWidth)) textcolor rgb quiet noenhanced
    }

    if (form eq 'examples') {
        # Square units (pixels of images): the strip is as wide as the canvas allows and no taller than its frame.
        units = (exampleCount - 1) * examplePitch + exampleColumns
        pixel = smaller((canvasWidth - 110.0) / units, ((frameTop - frameBottom) * canvasHeight - 84.0) / exampleRows)
        left = frameLeft + across(54)
        top = frameTop - up(52)
        set lmargin at screen left
        set rmargin at screen left + across(pixel * units)
        set tmargin at screen top
        set bmargin at screen top - up(pixel * exampleRows)
        set xrange [-0.5:units - 0.5]
        set yrange [exampleRows - 0.5:-0.5]
        unset border
        unset tics
        do for [k = 1:exampleCount] {
            set label 10 + k className[k] at (k - 1) * examplePitch + exampleColumns / 2.0 - 0.5, exampleRows - 0.5 + 16 / pixel center font face.',15' textcolor rgb ink noenhanced
        }
        set label 3 exampleNote at screen frameRight - across(56), screen frameTop - up(30) right font face.',14' textcolor rgb quiet noenhanced
        examples = name.'-examples.tsv'
        frames = "name.'-frames.tsv' using ($1):(0):($1 - 0.5):($2 - 0.5):(-0.5):(exampleRows - 0.5) with boxxyerror fillstyle empty linewidth 0.7 linecolor rgb faint"
        if (exampleKind eq 'image') { eval 'plot examples using 1:2:3:4:5 with rgbimage, '.frames }
        if (exampleKind eq 'series') { eval 'plot '.frames.', examples using 1:2 with lines linewidth 0.9 linecolor rgb ink' }
    }

    if (form eq 'lines') {
        high = (frameTop - frameBottom) * canvasHeight - 152.0
        set lmargin at screen frameLeft + across(84)
        set rmargin at screen frameRight - across(148)
        set tmargin at screen frameTop - up(84)
        set bmargin at screen frameBottom + up(68)
        set xrange [axisLow:axisHigh]
        set yrange [accuracyLow:accuracyHigh]
        set xtics () ; set for [k = 1:ticks] xtics add (tickLabel[k] tick[k])
        # Names of ticks in the room between the axis and its title.
        longestTick = 0
        do for [k = 0:int((accuracyHigh - accuracyLow) / accuracyStep + 0.5)] { longestTick = larger(longestTick, strlen(sprintf('%g', accuracyLow + k * accuracyStep))) }
        tickFont = sprintf('%s,%.1f', face, smaller(15, 50 / (0.62 * longestTick)))
        set ytics accuracyStep font tickFont
        set grid ytics back linetype 1 linewidth 0.7 linecolor rgb '#d9d9d9'
        set label 6 axisTitle at graph 0.5, screen frameBottom + up(axisTitleHeight) center font face.',16' textcolor rgb ink
        set label 7 accuracyLabel at screen frameLeft + across(14), graph 0.5 center rotate font face.',16' textcolor rgb ink
        if (reference >= accuracyLow && reference <= accuracyHigh) {
            set arrow 1 from graph 0, first reference to graph 1, first reference nohead linewidth 1 dashtype (2,4) linecolor rgb faint
            # Above the line, but below it at the top.
            referenceShift = reference > accuracyHigh - 0.1 * (accuracyHigh - accuracyLow) ? -0.03 : 0.025
            set label 4 referenceName at graph 0.98, first reference + referenceShift * (accuracyHigh - accuracyLow) right font face.',13' textcolor rgb '#666666'
        }
        do for [k = 1:epochMarks] {
            set arrow 100 + k from first epochMark[k], graph 0 to first epochMark[k], graph 1 nohead back linewidth 0.9 dashtype (2,4) linecolor rgb quiet
        }
        do for [k = 1:epochMarkNames] {
            set label 100 + k epochMarkName[k] at first epochMarkNamePlace[k], screen frameTop - up(75) center font face.',12' textcolor rgb quiet noenhanced
        }
        unitUp = (accuracyHigh - accuracyLow) / high
        keyLeft = 8.0 / ((frameRight - frameLeft) * canvasWidth - 232)
        do for [k = 1:lines] {
            if (linePoints[k] > 0) {
                # Points of distributions are too many to be marked.
                eval sprintf("set arrow 10 + k from graph 1 + keyLeft, first lineLabelHeight[k] to graph 1 + 4.5 * keyLeft, first lineLabelHeight[k] nohead linewidth 2.2 linecolor rgb colour(k) dashtype %s", dash(k))
                if (marked) { set label 30 + k '' at graph 1 + 2.75 * keyLeft, first lineLabelHeight[k] point pointtype int(pointOf(k)) pointsize marker linecolor rgb colour(k) }
            }
            textAt = linePoints[k] > 0 ? 1 + 5.2 * keyLeft : 1 + keyLeft
            textRoom = linePoints[k] > 0 ? 108 : 140
            hasNote = strlen(lineNote[k]) > 0
            labelFont = sprintf('%s,%.1f', face, fitting(15, lineLabel[k], textRoom))
            noteFont = sprintf('%s,%.1f', face, fitting(13, lineNote[k], textRoom))
            set label 50 + k lineLabel[k] at graph textAt, first lineLabelHeight[k] + (hasNote ? 8 * unitUp : 0) font labelFont textcolor rgb ink noenhanced
            if (hasNote) { set label 70 + k lineNote[k] at graph textAt, first lineLabelHeight[k] - 9 * unitUp font noteFont textcolor rgb quiet noenhanced }
        }
        command = ''
        do for [k = 1:lines] {
            if (linePoints[k] > 0) {
                file = sprintf('%s-line-%d.tsv', name, k)
                command = command.sprintf("'%s' using 1:3:4 with filledcurves fillstyle transparent solid 0.18 noborder linecolor rgb '%s', ", file, colour(k))
            }
        }
        # Every network is a dot, behind what stands for all of them.
        do for [k = 1:lines] {
            if (dotted && linePoints[k] > 0) {
                command = command.sprintf("'%s-dots-%d.tsv' using 1:2 with points pointtype 7 pointsize (marked ? 0.55 : 0.25) * marker linecolor rgb '%s', ", name, k, muted(k))
            }
        }
        do for [k = 1:lines] {
            if (linePoints[k] > 0) {
                file = sprintf('%s-line-%d.tsv', name, k)
                looks = marked ? sprintf("linespoints linewidth 2.2 dashtype %s pointtype %s pointsize marker", dash(k), pointOf(k)) : sprintf("lines linewidth 2.2 dashtype %s", dash(k))
                command = command.sprintf("'%s' using 1:2 with %s linecolor rgb '%s', ", file, looks, colour(k))
            }
        }
        # The paper's values: a white diamond with an edge, and a bar.
        do for [k = 1:lines] {
            if (paperPoints[k] > 0 && dotted) {
                file = sprintf('%s-paper-%d.tsv', name, k)
                command = command.sprintf("'%s' using 1:2:3:4 with yerrorbars pointtype 13 pointsize 0.1 * marker linewidth 1.6 linecolor rgb '%s', ", file, colour(k))
                command = command.sprintf("'%s' using 1:2 with points pointtype 13 pointsize 2 * marker linecolor rgb '#ffffff', ", file)
                command = command.sprintf("'%s' using 1:2 with points pointtype 12 pointsize 2 * marker linewidth 1.8 linecolor rgb '%s', ", file, colour(k))
            }
        }
        eval 'plot '.command.'NaN'
    }

    if (form eq 'matrix') {
        # A square; its legend to the right.
        side = smaller((frameRight - frameLeft) * canvasWidth - 84.0 - 190.0, (frameTop - frameBottom) * canvasHeight - 152.0)
        set lmargin at screen frameLeft + across(84)
        set rmargin at screen frameLeft + across(84 + side)
        set tmargin at screen frameTop - up(84)
        set bmargin at screen frameTop - up(84 + side)
        set xrange [-0.5:matrixNodes - 0.5]
        set yrange [matrixNodes - 0.5:-0.5]
        set border 15 linewidth 0.8 linecolor rgb faint
        half = int(matrixNodes / 2)
        set xtics ('1' 0, sprintf('%d', half) half - 1, sprintf('%d', matrixNodes) matrixNodes - 1)
        set ytics ('1' 0, sprintf('%d', half) half - 1, sprintf('%d', matrixNodes) matrixNodes - 1)
        set label 6 matrixSends at graph 0.5, screen frameTop - up(84 + side + 46) center font face.',16' textcolor rgb ink
        set label 7 matrixReceives at screen frameLeft + across(24), graph 0.5 center rotate font face.',16' textcolor rgb ink
        do for [k = 1:|signName|] {
            set object 20 + k rectangle from screen frameLeft + across(84 + side + 16), screen frameTop - up(71 + 24 * k) to screen frameLeft + across(84 + side + 30), screen frameTop - up(85 + 24 * k) fillcolor rgb signColour[k] fillstyle solid border linecolor rgb faint linewidth 0.7
            set label 30 + k signName[k] at screen frameLeft + across(84 + side + 38), screen frameTop - up(78 + 24 * k) font face.',14' textcolor rgb ink noenhanced
        }
        plot name.'-matrix.tsv' using 1:2:3:4:5 with rgbimage
    }

    if (form eq 'rows') {
        # Square units; names of steps to the right of the rows, in the order of time downwards.
        unit = smaller(((frameRight - frameLeft) * canvasWidth - 54.0 - 120.0) / rowsWidth, ((frameTop - frameBottom) * canvasHeight - 130.0) / rowsHeight)
        left = frameLeft + across(54)
        set lmargin at screen left
        set rmargin at screen left + across(unit * rowsWidth)
        set tmargin at screen frameTop - up(106)
        set bmargin at screen frameTop - up(106 + unit * rowsHeight)
        set xrange [-0.5:rowsWidth - 0.5]
        set yrange [rowsHeight - 0.5:-0.5]
        unset border
        unset tics
        set label 10 'image' at rowsImageWidth / 2.0 - 0.5, screen frameTop - up(90) center font face.',15' textcolor rgb ink
        set label 11 'what the network reads' at rowsStart + rowsImageWidth / 2.0 - 0.5, screen frameTop - up(90) center font face.',15' textcolor rgb ink
        do for [k = 1:rowsCount] {
            if (k == 1 || k == rowsCount) {
                set label 20 + k sprintf('step %d', k) at rowsWidth + 10.0 / unit, (k - 1) * rowsPitch + 0.5 font face.',14' textcolor rgb ink
            }
        }
        set arrow 1 from rowsWidth + 34.0 / unit, 1.5 * rowsPitch + 8.0 / unit to rowsWidth + 34.0 / unit, (rowsCount - 1.5) * rowsPitch - 8.0 / unit head filled size screen across(9), 20 linewidth 1 linecolor rgb quiet
        set label 12 'time' at rowsWidth + 42.0 / unit, rowsHeight / 2.0 font face.',14' textcolor rgb quiet
        set object 1 rectangle from -0.5, (rowsHeight - rowsImageHeight) / 2 - 0.5 to rowsImageWidth - 0.5, (rowsHeight + rowsImageHeight) / 2 - 0.5 front fillstyle empty border linecolor rgb faint linewidth 0.7
        do for [k = 1:rowsCount] {
            set object 10 + k rectangle from rowsStart - 0.5, (k - 1) * rowsPitch - 0.5 to rowsWidth - 0.5, (k - 1) * rowsPitch + 1.5 front fillstyle empty border linecolor rgb faint linewidth 0.4
        }
        plot name.'-rows.tsv' using 1:2:3:4:5 with rgbimage
    }

    if (form eq 'grid') {
        # Room for the longest name of a row, 9 units a letter; those of columns shrink to their columns.
        longest = 0
        do for [k = 1:rows] { longest = larger(longest, strlen(rowLabel[k])) }
        nameWidth = larger(96, 52 + 9 * longest)
        set lmargin at screen frameLeft + across(nameWidth)
        # Room for the bar of colours, if there is one.
        barWidth = coloured ? 112.0 : 40.0
        set rmargin at screen frameRight - across(barWidth)
        set tmargin at screen frameTop - up(84)
        set bmargin at screen frameBottom + up(68)
        wide = ((frameRight - frameLeft) * canvasWidth - barWidth - nameWidth) / columns
        high = ((frameTop - frameBottom) * canvasHeight - 152.0) / rows
        # What stands for the networks, and small lines below it; gradients have twice as many letters.
        large = smaller(26, smaller(wide / (coloured ? 3.3 : 5.4), high / (1.8 + 0.8 * larger(1, smallLines))))
        line = large / high
        raised = 0.4 * (larger(1, smallLines) - 1)
        largeFont = sprintf('%s,%.1f', face, large)
        smallFont = sprintf('%s,%.1f', face, smaller(0.72 * large, 0.94 * wide / (0.62 * smallLetters)))
        set xrange [0.5:columns + 0.5]
        set yrange [0.5:rows + 0.5]
        unset border
        set tics scale 0
        set xtics () ; set ytics ()
        longest = 0
        do for [k = 1:columns] { longest = larger(longest, strlen(columnLabel[k])) }
        columnFont = sprintf('%s,%.1f', face, smaller(15, 0.88 * wide / (0.6 * longest)))
        set xtics font columnFont
        set for [k = 1:columns] xtics add (columnLabel[k] k)
        set for [k = 1:rows] ytics add (rowLabel[k] k)
        set label 6 columnTitle at graph 0.5, screen frameBottom + up(axisTitleHeight) center font face.',16' textcolor rgb ink
        set label 7 rowTitle at screen frameLeft + across(24), graph 0.5 center rotate font face.',16' textcolor rgb ink
        eval 'set palette defined ('.palette.')'
        set cbrange [accuracyLow:accuracyHigh]
        set cbtics accuracyStep scale 0.4 font face.',15' textcolor rgb ink
        if (cells > 0 && coloured) {
            set label 8 accuracyLabel at screen frameRight - across(22), graph 0.5 center rotate font face.',16' textcolor rgb ink
            set colorbox user origin screen frameRight - across(96), screen frameBottom + up(68) size screen across(16), screen (frameTop - frameBottom) - up(152) noborder
        } else {
            unset colorbox
        }
        gap = 0.5 - 1.0 / wide
        gapUp = 0.5 - 1.0 / high
        command = ''
        if (cells > 0) {
            box = "name.'-cells.tsv' using 1:2:($1-gap):($1+gap):($2-gapUp):($2+gapUp)"
            command = command.box.(coloured ? ":3 with boxxyerror fillstyle solid 1 noborder linecolor palette, " : " with boxxyerror fillstyle solid 1 noborder linecolor rgb '#eef3f5', ")
            command = command."name.'-cells.tsv' using 1:($2+line*(raised+0.38)):5:4 with labels center font largeFont textcolor rgb variable, "
            do for [k = 1:smallLines] {
                command = command.sprintf("name.'-cells.tsv' using 1:($2+line*(raised-%.2f)):%d:4 with labels center font smallFont textcolor rgb variable, ", 0.8 * k - 0.18, k + 5)
            }
        }
        if (holes > 0) {
            command = command."name.'-holes.tsv' using 1:2:($1-gap):($1+gap):($2-gapUp):($2+gapUp) with boxxyerror fillstyle pattern 4 linecolor rgb '#c8c8c8' linewidth 0.6, "
            command = command."name.'-holes.tsv' using 1:2:3 with labels center font smallFont textcolor rgb '#444444' boxed, "
            set style textbox opaque noborder fillcolor rgb '#ffffff' margins 0.4, 0.4
        }
        eval 'plot '.command.'NaN'
    }
}
if (notes > 0) {
    # Panels without data, in lines from the top of the lowest strip down.
    reset
    unset key
    unset border
    unset tics
    set lmargin 0 ; set rmargin 0 ; set tmargin 0 ; set bmargin 0
    set xrange [0:1]
    set yrange [0:1]
    do for [k = 1:notes] {
        set label k note[k] at screen across(18), screen up(notesTop - notePitch * k) font face.',14' textcolor rgb quiet noenhanced
    }
    set samples 2
    plot 2 notitle
}
unset multiplot
unset output
